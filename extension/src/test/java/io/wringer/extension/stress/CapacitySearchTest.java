package io.wringer.extension.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.Slo;
import io.wringer.extension.run.Outcome;
import io.wringer.extension.verdict.Finding;
import io.wringer.extension.verdict.Severity;
import io.wringer.stress.StressTest;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class CapacitySearchTest {

    static class Loads {
        @StressTest(threads = 8, duration = "400ms", findMaxRate = true)
        @Slo({"p50 < 60ms", "throughput >= 10/s"})
        void search() {}

        @StressTest(threads = 4, duration = "300ms", findMaxRate = true)
        @Slo("p50 < 1ms")
        void hopeless() {}

        @StressTest(threads = 4, duration = "300ms", findMaxRate = true)
        @Slo({"p50 < 1s", "throughput >= 1000000/s"})
        void tooMuch() {}
    }

    /** One permit and 5 ms of work: about 200/s, whatever the rate. */
    private static Outcome search(String method) throws Exception {
        Semaphore permit = new Semaphore(1);
        return Sessions.run(Sessions.spec(Loads.class, method, Map.of()), () -> {
            permit.acquire();
            try {
                Thread.sleep(5);
            } finally {
                permit.release();
            }
        });
    }

    @Test
    void findsTheHighestRateThatMeetsTheObjectives() throws Exception {
        Outcome outcome = search("search");
        Capacity capacity = Sessions.observed(outcome).capacity();
        assertThat(capacity.highest()).isBetween(10.0, 210.0);
        assertThat(capacity.steps()).isNotEmpty().anyMatch(Capacity.Step::met);
        Finding note = outcome.findings().get(0);
        assertThat(note.severity()).isEqualTo(Severity.NOTE);
        assertThat(note.headline()).startsWith("highest rate that meets the objectives: ");
        assertThat(outcome.findings()).allMatch(finding -> finding.severity() == Severity.NOTE);
        assertThat(outcome.observations().facts()).containsKey("capacity");
    }

    @Test
    void saysWhenNoRateMeetsThem() throws Exception {
        Outcome outcome = search("hopeless");
        assertThat(outcome.findings().get(0).severity()).isEqualTo(Severity.FAILURE);
        assertThat(outcome.findings().get(0).headline()).startsWith("no rate met the objectives, not even ");
        assertThat(outcome.findings().get(0).evidence()).isNotEmpty();
    }

    @Test
    void judgesTheCapacityThatWasAskedFor() throws Exception {
        assertThat(search("tooMuch").findings())
                .extracting(Finding::headline)
                .anyMatch(headline -> headline.contains("breaks \"throughput >= 1000000/s\""));
    }
}
