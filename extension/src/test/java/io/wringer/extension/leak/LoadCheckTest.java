package io.wringer.extension.leak;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.extension.run.Outcome;
import io.wringer.extension.verdict.Finding;
import io.wringer.extension.verdict.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Loads whose quiet moments lie half a minute apart by a clock of their own. */
class LoadCheckTest {

    private static final List<Order> KEPT = new ArrayList<>();
    private static final Map<String, String> HEAP = Map.of("wringer.leak.watch", "HEAP", "wringer.leak.dump", "false");
    private static final int OPERATIONS = 1_000;
    private static final int MOMENTS = 6;

    private final List<Order> cache = new ArrayList<>();
    private long now = 1;

    record Order(byte[] lines) {}

    @AfterEach
    void clear() {
        KEPT.clear();
    }

    @Test
    void aLeakIsNamedWithItsTrend() {
        Outcome outcome = load(() -> KEPT.add(new Order(new byte[2_000])));

        Finding finding = Bodies.failures(outcome).get(0);
        assertThat(finding.headline())
                .startsWith(Order.class.getName() + " accumulates: static " + LoadCheckTest.class.getName()
                        + ".KEPT: ArrayList -> [elements] -> " + Order.class.getName() + " (+1.00 per iteration, 1.98");
        assertThat(finding.evidence())
                .anySatisfy(line -> assertThat(line)
                        .startsWith("trend over 180 s and 7 quiet moments: live heap +")
                        .contains(" MiB per hour (95% confidence ")
                        .contains("; least squares +")
                        .contains("% of the variance), which does not flatten; threads "));
        assertThat(outcome.observations().facts()).containsKeys("trends", "series");
    }

    @Test
    void aCacheThatHasFilledIsSilent() {
        Outcome outcome = load(() -> {
            if (cache.size() < 1_500) {
                cache.add(new Order(new byte[2_000]));
            }
        });

        assertThat(outcome.findings())
                .as(Bodies.text(outcome))
                .noneMatch(finding -> finding.severity() != Severity.NOTE);
    }

    /** What only a stack holds is seen growing, and not what holds it. */
    @Test
    void growthThatNothingExplainsIsAWarning() {
        List<Order> onTheStack = new ArrayList<>();
        Outcome outcome = load(() -> onTheStack.add(new Order(new byte[2_000])));

        assertThat(outcome.findings()).as(Bodies.text(outcome)).allMatch(each -> each.severity() == Severity.NOTE);
        assertThat(outcome.findings())
                .anySatisfy(finding -> assertThat(finding.headline())
                        .startsWith(Order.class.getName()
                                + " grew (+1.00 per iteration) but no container was found that holds more of them"))
                .anySatisfy(finding -> assertThat(finding.headline())
                        .matches("unbounded growth: live heap \\+\\S+ MiB per hour \\(95% confidence .*; least squares"
                                + " \\+.*% of the variance\\), which does not flatten; nothing that grew from each quiet"
                                + " moment to the next explains it, so that this is a warning and not a failure"));
        assertThat(onTheStack).hasSize(MOMENTS * OPERATIONS);
    }

    private Outcome load(Runnable operation) {
        Object owner = new Object();
        LoadCheck check = LoadCheck.before(Bodies.spec(HEAP), new Probe(), owner, () -> now);
        for (int moment = 1; moment <= MOMENTS; moment++) {
            for (int i = 0; i < OPERATIONS; i++) {
                operation.run();
            }
            now += TimeUnit.SECONDS.toNanos(30);
            if (moment < MOMENTS) {
                check.checkpoint((long) moment * OPERATIONS);
            }
        }
        return check.after((long) MOMENTS * OPERATIONS);
    }
}
