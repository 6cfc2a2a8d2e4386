package io.wringer.extension.leak;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.extension.run.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Repeats of slow bodies keep to the budget and use it; bodies take their own time, so that a busy machine changes nothing. */
class BudgetTest {

    private final List<Object> kept = new ArrayList<>();
    private final long[] nanos = new long[10_000];
    private int calls;

    /** As few as a body has that is slow beside its budget. */
    @Test
    void twoIterationsOfWarmUpTellTheTimeOfOne() throws Throwable {
        Map<String, String> overrides = Map.of("wringer.leak.warmup", "2", "wringer.leak.budget", "1s");

        Outcome outcome = Bodies.repeat(overrides, this, () -> take(20));

        assertThat(Bodies.said(outcome)).as(Bodies.text(outcome)).isEmpty();
        double left = TimeUnit.SECONDS.toNanos(1) - nanos[1] - nanos[2]; // JUnit's own execution is none of them
        double fitting = left / LeakSpec.WINDOWS / nanos[2];
        assertThat((int) outcome.observations().facts().get("iterationsPerWindow"))
                .isBetween((int) (fitting * 0.75), (int) Math.ceil(fitting));
    }

    /** The last doubling would take longer. */
    @Test
    void aSlowLeakIsConfirmedWithinFiveBudgets() throws Throwable {
        Map<String, String> overrides = Map.of("wringer.leak.warmup", "2", "wringer.leak.budget", "500ms");

        Outcome outcome = Bodies.repeat(overrides, this, () -> {
            take(20);
            kept.add(new Object());
        });

        assertThat(Bodies.failures(outcome)).as(Bodies.text(outcome)).hasSize(1);
        assertThat(Bodies.failures(outcome).get(0).headline())
                .contains(" -> kept: ArrayList -> [elements] -> java.lang.Object (+1.00 per iteration, 16 B each)");
        double budget = TimeUnit.MILLISECONDS.toNanos(500);
        double forSites = (SiteSearch.iterations(1) + 1) * nanos[2];
        assertThat(LongStream.of(nanos).sum())
                .isLessThan((long) (6 * budget + forSites)); // one for the last to be slower
    }

    private void take(long millis) throws InterruptedException {
        long start = System.nanoTime();
        TimeUnit.MILLISECONDS.sleep(millis);
        nanos[calls++] = System.nanoTime() - start;
    }
}
