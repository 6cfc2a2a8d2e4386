package io.wringer.extension.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.extension.run.Outcome;
import io.wringer.stress.StressTest;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OpenLoadTest {

    static class Loads {
        @StressTest(threads = 2, rate = "500/s", duration = "1s")
        void steady() {}

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
        AtomicBoolean stalled = new AtomicBoolean();
        CountDownLatch bothIn = new CountDownLatch(2);
        AtomicLong calls = new AtomicLong();
        Outcome outcome = run("steady", () -> {
            if (calls.incrementAndGet() > 100 && bothIn.getCount() > 0) {
                stalled.set(true);
                bothIn.countDown();
                bothIn.await();
                Thread.sleep(400);
            }
        });
        Latencies latencies = Sessions.observed(outcome).total().latencies();
        long slow = latencies.count() - Math.round(latencies.shareUpTo(200_000_000) * latencies.count());
        assertThat(stalled).isTrue();
        assertThat(slow).isGreaterThanOrEqualTo(95); // 500/s for the 200 ms in which starts wait for longer than that
        Latencies service = Sessions.observed(outcome).total().serviceTimes();
        assertThat(service.count()).isEqualTo(latencies.count());
        assertThat(service.quantile(0.5)).isLessThan(latencies.max());
    }

    @Test
    void oneStalledCallerDelaysNoStartOfTheOthers() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicLong calls = new AtomicLong();
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        Outcome outcome = run("steady", () -> {
            long call = calls.incrementAndGet();
            if (call == 100) {
                release.await();
            } else if (call == 400) {
                release.countDown(); // would never be reached if the schedule were dealt out beforehand
            }
            threads.add(Thread.currentThread());
        });
        assertThat(calls.get()).isGreaterThanOrEqualTo(400);
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
            assertThat(observed.starts().started()).isEqualTo(entered.get()).isGreaterThan(400); // 6 of 6 phases ran
            assertThat(observed.checkpoints()).isEqualTo(5);
        }
        assertThat(checkpoints).hasValue(5);
    }
}
