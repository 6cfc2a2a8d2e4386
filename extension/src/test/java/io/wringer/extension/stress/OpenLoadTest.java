package io.wringer.extension.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.wringer.extension.run.Outcome;
import io.wringer.stress.StressTest;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OpenLoadTest {

    static class Loads {
        @StressTest(threads = 2, rate = "500/s", duration = "1s")
        void steady() {}

        @StressTest(threads = 2, rate = "500/s", duration = "2s")
        void steadyForLonger() {}

        @StressTest(threads = 2, rate = "1000/s", duration = "1s")
        void overloaded() {}

        @StressTest(
                threads = 4,
                stages = {"1s: 0 -> 100/s", "500ms: 100/s"})
        void staged() {}

        @StressTest(threads = 2, rate = "100/s", duration = "500ms", warmup = "500ms")
        void warm() {}
    }

    private static Outcome run(String method, io.wringer.stress.StressPlan.Operation body) throws Exception {
        return Sessions.run(Sessions.spec(Loads.class, method), body);
    }

    @Test
    void startsExactlyAsOftenAsPlanned() throws Exception {
        AtomicLong entered = new AtomicLong();
        Outcome outcome = run("steady", entered::incrementAndGet);
        Starts starts = Sessions.observed(outcome).starts();
        assertThat(starts.planned()).isEqualTo(500);
        assertThat(starts.started()).isEqualTo(entered.get());
        assertThat(starts.missed()).isEqualTo(500 - entered.get());
        assertThat(outcome.findings()).hasSize(starts.missed() == 0 ? 0 : 1); // a busy machine may miss some
    }

    @Test
    void stagesPlanTheAreaUnderTheirLine() throws Exception {
        AtomicLong entered = new AtomicLong();
        Outcome outcome = run("staged", entered::incrementAndGet);
        Starts starts = Sessions.observed(outcome).starts();
        assertThat(starts.planned()).isEqualTo(50 + 50);
        assertThat(starts.started()).isEqualTo(entered.get());
    }

    @Test
    void latencyCountsFromTheIntendedStartWhenAllCallersStall() throws Exception {
        CountDownLatch bothIn = new CountDownLatch(2);
        Outcome outcome = run("steady", () -> {
            if (bothIn.getCount() > 0) { // the first call of each caller
                bothIn.countDown();
                bothIn.await();
                Thread.sleep(400);
            }
        });
        StressObservations observed = Sessions.observed(outcome);
        Latencies latencies = observed.total().latencies();
        long slow = latencies.count() - Math.round(latencies.shareUpTo(200_000_000) * latencies.count());
        // what was due in the first 200 ms had to wait for longer than that; a slow machine makes only more wait
        assertThat(slow + observed.starts().missed()).isGreaterThanOrEqualTo(95);
        Latencies service = observed.total().serviceTimes();
        assertThat(service.count()).isEqualTo(latencies.count());
        assertThat(observed.starts().lag().count()).isEqualTo(latencies.count());
        assertThat(service.mean() + observed.starts().lag().mean())
                .as("latency is lag and service time")
                .isCloseTo(latencies.mean(), withinPercentage(2));
    }

    @Test
    void oneStalledCallerDelaysNoStartOfTheOthers() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicLong calls = new AtomicLong();
        Outcome outcome = run("steadyForLonger", () -> {
            long call = calls.incrementAndGet();
            if (call == 1) {
                release.await();
            } else if (call == 510) {
                release.countDown(); // would never be reached if each caller were dealt its 500 beforehand
            }
        });
        assertThat(calls.get()).isGreaterThanOrEqualTo(510);
        assertThat(Sessions.observed(outcome).hung()).isEmpty();
    }

    @Test
    void aRateThatIsNotReachedIsAFinding() throws Exception {
        Outcome outcome = run("overloaded", () -> Thread.sleep(20));
        Starts starts = Sessions.observed(outcome).starts();
        assertThat(starts.planned()).isEqualTo(1000);
        assertThat(starts.missed()).isEqualTo(1000 - starts.started()).isGreaterThan(850);
        assertThat(outcome.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.headline())
                    .isEqualTo(starts.started() + "/s achieved of 1,000/s, " + starts.missed() + " starts missed");
            assertThat(finding.evidence().get(0)).contains("2 threads can start at most ");
        });
        assertThat(Sessions.observed(outcome).facts()).containsKey("starts");
    }

    @Test
    void warmupHasItsOwnSchedule() throws Exception {
        AtomicLong entered = new AtomicLong();
        Outcome outcome = run("warm", entered::incrementAndGet);
        StressObservations observed = Sessions.observed(outcome);
        assertThat(observed.warmup().count()).isBetween(1L, 50L);
        assertThat(observed.starts().planned()).isEqualTo(50);
        assertThat(observed.warmup().count() + observed.total().count()).isEqualTo(entered.get());
    }

    @Test
    void checkpointsShiftTheSchedule() throws Exception {
        AtomicLong entered = new AtomicLong();
        AtomicLong checkpoints = new AtomicLong();
        try (StressSession session =
                StressSession.create(Sessions.spec(Loads.class, "steady", Map.of()), Sessions.context())) {
            Outcome outcome = session.run(Sessions.body(entered::incrementAndGet), completed -> {
                checkpoints.incrementAndGet();
                java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
            });
            StressObservations observed = Sessions.observed(outcome);
            assertThat(observed.starts().planned()).isEqualTo(500);
            assertThat(observed.starts().started()).isEqualTo(entered.get());
            assertThat(observed.checkpoints()).isEqualTo(5);
            assertThat(session.result().plannedStarts()).isEqualTo(500);
            assertThat(session.result().lateStarts())
                    .isEqualTo(observed.starts().late());
            assertThat(session.result().missedStarts())
                    .isEqualTo(observed.starts().missed());
        }
        assertThat(checkpoints).hasValue(5);
    }
}
