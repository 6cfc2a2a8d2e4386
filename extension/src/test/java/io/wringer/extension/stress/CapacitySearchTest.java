package io.wringer.extension.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.Slo;
import io.wringer.extension.run.Outcome;
import io.wringer.extension.verdict.Finding;
import io.wringer.extension.verdict.Severity;
import io.wringer.stress.StressTest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CapacitySearchTest {

    static class Loads {
        @StressTest(threads = 8, duration = "400ms", findMaxRate = true)
        @Slo({"p50 < 60ms", "throughput >= 10/s"})
        void search() {}

        @StressTest(threads = 4, duration = "300ms", findMaxRate = true)
        @Slo("max < 1h")
        void easy() {}

        @StressTest(threads = 4, duration = "300ms", findMaxRate = true)
        @Slo("p50 < 1us")
        void hopeless() {}

        @StressTest(threads = 4, duration = "300ms", findMaxRate = true)
        @Slo({"p50 < 1s", "throughput >= 1000000/s"})
        void tooMuch() {}
    }

    /** Runs nothing: up to 200/s the system answers in a millisecond, above in a second; 1000/s is all it can take. */
    private static StressObservations answer(StressSpec spec) {
        Profile rate = spec.load().rate();
        double perSecond = rate == null ? 1000 : rate.peak();
        long[] nanos = new long[1000];
        Arrays.fill(nanos, perSecond <= 200 ? 1_000_000 : 1_000_000_000);
        Latencies latencies = Sessions.latencies(nanos);
        OperationStats stats = new OperationStats("body", latencies, latencies, 0);
        return new StressObservations(
                Math.round(1000 * 1e9 / perSecond),
                8,
                stats,
                List.of(stats),
                List.of(),
                0,
                StressObservations.Warmup.NONE,
                null,
                List.of(),
                new Ending.Completed(),
                List.of(),
                List.of(),
                Sessions.latencies(),
                List.of(),
                List.of(),
                0,
                0,
                Map.of(),
                null);
    }

    private static List<Finding> search(String method) throws Exception {
        StressSpec spec = Sessions.spec(Loads.class, method);
        StressObservations found = new CapacitySearch(spec, CapacitySearchTest::answer).run();
        return StressJudge.judge(spec, spec.objectives(), found);
    }

    @Test
    void findsTheHighestRateThatMeetsTheObjectives() throws Exception {
        StressSpec spec = Sessions.spec(Loads.class, "search");
        Capacity capacity =
                new CapacitySearch(spec, CapacitySearchTest::answer).run().capacity();
        assertThat(capacity.highest()).isBetween(190.0, 200.0);
        assertThat(capacity.broken()).isBetween(200.0, 210.0);
        assertThat(search("search")).singleElement().satisfies(note -> {
            assertThat(note.severity()).isEqualTo(Severity.NOTE);
            assertThat(note.headline()).isEqualTo("highest rate that meets the objectives: 195/s; broken at 203/s");
            assertThat(note.evidence())
                    .contains("125/s: met")
                    .anyMatch(line -> line.startsWith("500/s: p50 1 s breaks \"p50 < 60ms\": "));
        });
    }

    @Test
    void saysWhenNoRateMeetsThem() throws Exception {
        assertThat(search("hopeless").get(0)).satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.FAILURE);
            assertThat(finding.headline()).startsWith("no rate met the objectives, not even ");
            assertThat(finding.evidence()).hasSize(10);
        });
    }

    @Test
    void judgesTheCapacityThatWasAskedFor() throws Exception {
        assertThat(search("tooMuch"))
                .extracting(Finding::headline)
                .anyMatch(headline -> headline.contains("breaks \"throughput >= 1000000/s\""));
    }

    @Test
    void findsARateOfARealSystem() throws Exception {
        Outcome outcome = Sessions.run(Sessions.spec(Loads.class, "easy"), () -> Thread.sleep(2));
        assertThat(outcome.findings()).singleElement().satisfies(note -> {
            assertThat(note.severity()).isEqualTo(Severity.NOTE);
            assertThat(note.headline()).startsWith("highest rate that meets the objectives: ");
        });
        StressObservations observed = Sessions.observed(outcome);
        assertThat(observed.starts().missed()).isZero();
        assertThat(observed.capacity().highest()).isPositive();
    }

    @Test
    void searchesWithRealLoads() throws Exception {
        Outcome outcome = Sessions.run(Sessions.spec(Loads.class, "hopeless"), () -> Thread.sleep(2));
        assertThat(outcome.findings().get(0).headline()).startsWith("no rate met the objectives, not even ");
        assertThat(outcome.observations().facts()).containsKey("capacity");
    }
}
