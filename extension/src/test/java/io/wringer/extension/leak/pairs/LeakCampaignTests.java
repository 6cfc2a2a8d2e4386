package io.wringer.extension.leak.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Many runs with the default settings, for a look at rare mistakes; runs with {@code -Dcampaign.runs=1000} only, and may
 * be ended early with {@code -Dcampaign.minutes=5}.
 */
@EnabledIfSystemProperty(named = "campaign.runs", matches = "\\d+")
class LeakCampaignTests {

    private static final int RUNS = Integer.getInteger("campaign.runs", 0);
    private static final long DEADLINE =
            System.nanoTime() + TimeUnit.MINUTES.toNanos(Long.getLong("campaign.minutes", 600));

    /** Keeps one object of sixteen bytes per iteration. */
    private static final class SmallestLeak implements Pair {
        private final List<Object> kept = new ArrayList<>();
        private int last;

        @Override
        public void broken() {
            kept.add(new Object());
        }

        @Override
        public void clean() {
            last = new Object().hashCode();
        }
    }

    @Test
    void cleanBodiesNeverAlarm() throws Throwable {
        List<String> alarms = new ArrayList<>();
        int runs = 0;
        while (runs < RUNS && System.nanoTime() < DEADLINE) {
            for (CleanBodies.CleanBody body : CleanBodies.open()) {
                try (body) {
                    PairRun run = PairRun.of(PairBody.clean(body), Map.of());
                    runs++;
                    if (!run.failures().isEmpty() || !run.inconclusive().isEmpty()) {
                        alarms.add(body.getClass().getSimpleName() + ": " + run.everything());
                    }
                }
            }
        }
        report("clean runs", runs, alarms);
        assertThat(alarms).isEmpty();
    }

    @Test
    void theSmallestLeakIsAlwaysFound() throws Throwable {
        List<String> missed = new ArrayList<>();
        int runs = 0;
        for (; runs < Math.max(1, RUNS / 10) && System.nanoTime() < DEADLINE; runs++) {
            try (SmallestLeak body = new SmallestLeak()) {
                PairRun run = PairRun.of(PairBody.broken(body), Map.of());
                if (!run.text().contains("SmallestLeak -> kept: ArrayList -> [elements] -> java.lang.Object")) {
                    missed.add(run.everything());
                }
            }
        }
        report("runs with the smallest leak", runs, missed);
        assertThat(missed).isEmpty();
    }

    private static void report(String what, int runs, List<String> wrong) {
        System.out.printf(
                "campaign: %,d %s, %d wrong, JDK %s %s%n%s",
                runs, what, wrong.size(), Runtime.version().feature(), collectors(), String.join("\n", wrong));
    }

    private static List<String> collectors() {
        return java.lang.management.ManagementFactory.getGarbageCollectorMXBeans().stream()
                .map(bean -> bean.getName())
                .toList();
    }
}
