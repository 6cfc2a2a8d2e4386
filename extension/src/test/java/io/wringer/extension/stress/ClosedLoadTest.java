package io.wringer.extension.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wringer.Slo;
import io.wringer.extension.run.Outcome;
import io.wringer.extension.verdict.Finding;
import io.wringer.extension.verdict.Severity;
import io.wringer.stress.StressTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opentest4j.TestAbortedException;

class ClosedLoadTest {

    static class Loads {
        @StressTest(threads = 8, iterations = 1000)
        void thousand() {}

        @StressTest(threads = 3, iterations = 7)
        void seven() {}

        @StressTest(threads = 4, duration = "300ms")
        void short4() {}

        @StressTest(threads = 4, iterations = 4)
        void four() {}

        @StressTest(threads = 2, duration = "1s", grace = "1s")
        void impatient() {}

        @StressTest(threads = 2, iterations = 300)
        @Slo("success >= 50%")
        void half() {}

        @StressTest(threads = 2, duration = "10s")
        @Slo("success >= 99%")
        void strict() {}

        @StressTest(threads = 2, iterations = 1000, abortOnBreach = true)
        @Slo("max < 1ms")
        void impatientForTheSlow() {}

        @StressTest(threads = 2, iterations = 500)
        @Slo("max < 1ms")
        void slow() {}

        @StressTest(threads = 2, duration = "1500ms", warmup = "1500ms")
        @Slo("success >= 95%")
        void coldStart() {}

        @StressTest(threads = 2, duration = "500ms", warmup = "500ms")
        void warm() {}
    }

    private static StressSpec spec(String method) {
        return Sessions.spec(Loads.class, method);
    }

    @ParameterizedTest
    @CsvSource({"thousand, 1000", "seven, 7"})
    void entersTheBodyExactlyAsOftenAsAsked(String method, int times) throws Exception {
        for (int repetition = 0; repetition < 20; repetition++) {
            AtomicInteger entered = new AtomicInteger();
            Outcome outcome = Sessions.run(spec(method), entered::incrementAndGet);
            assertThat(entered).hasValue(times);
            assertThat(Sessions.observed(outcome).total().count()).isEqualTo(times);
            assertThat(outcome.findings()).isEmpty();
        }
    }

    @Test
    void exactIterationsHoldWithCheckpoints() throws Exception {
        AtomicInteger entered = new AtomicInteger();
        List<Long> checkpoints = new ArrayList<>();
        AtomicInteger inFlight = new AtomicInteger();
        List<Integer> inFlightAtCheckpoints = new ArrayList<>();
        try (StressSession session = StressSession.create(spec("thousand"), Sessions.context())) {
            session.run(
                    Sessions.body(() -> {
                        inFlight.incrementAndGet();
                        entered.incrementAndGet();
                        inFlight.decrementAndGet();
                    }),
                    completed -> {
                        checkpoints.add(completed);
                        inFlightAtCheckpoints.add(inFlight.get());
                    });
        }
        assertThat(entered).hasValue(1000);
        assertThat(checkpoints).containsExactly(166L, 333L, 500L, 666L, 833L);
        assertThat(inFlightAtCheckpoints).containsOnly(0);
    }

    @Test
    void callsTheBodyOnAllThreadsAndLeavesNoneBehind() throws Exception {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        CountDownLatch all = new CountDownLatch(4);
        Outcome outcome = Sessions.run(spec("four"), () -> {
            threads.add(Thread.currentThread());
            all.countDown();
            all.await();
        });
        assertThat(outcome.findings()).isEmpty();
        assertThat(threads).hasSize(4).allSatisfy(thread -> {
            assertThat(thread.getName()).startsWith("wringer-stress-");
            assertThat(thread.isAlive()).isFalse();
        });
    }

    @Test
    void countsEveryOperationOnce() throws Exception {
        AtomicLong entered = new AtomicLong();
        Outcome outcome = Sessions.run(spec("short4"), entered::incrementAndGet);
        StressObservations observed = Sessions.observed(outcome);
        assertThat(observed.total().count()).isEqualTo(entered.get());
        assertThat(observed.perWorker().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(entered.get());
        assertThat(observed.seconds().stream().mapToLong(Second::count).sum()).isEqualTo(entered.get());
    }

    @Test
    void groupsFailuresByTypeAndThrowSite() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        IllegalStateException original = new IllegalStateException("pool exhausted");
        Outcome outcome = Sessions.run(spec("thousand"), () -> {
            int call = calls.getAndIncrement();
            if (call % 10 == 0) {
                throw call == 0 ? original : new IllegalStateException("pool exhausted");
            }
            if (call % 10 == 1) {
                throw new java.io.IOException("reset");
            }
        });
        assertThat(outcome.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.FAILURE);
            assertThat(finding.headline()).startsWith("200 of 1,000 operations failed (20%): java.");
            assertThat(finding.evidence()).hasSize(3); // the original and the others have different lines
            assertThat(finding.evidence())
                    .anySatisfy(line -> assertThat(line)
                            .contains("100 x java.io.IOException at " + ClosedLoadTest.class.getName())
                            .contains("(50% of the failures, from "));
            assertThat(finding.causes()).hasSize(3).contains(original);
        });
    }

    @Test
    void assertionsAreToldApartByTheLineThatAsserts() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Outcome outcome = Sessions.run(spec("thousand"), () -> {
            if (calls.getAndIncrement() % 2 == 0) {
                assertThat(1).isEqualTo(2);
            } else {
                assertThat(1).isEqualTo(3);
            }
        });
        assertThat(outcome.findings().get(0).evidence())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("500 x ").contains(ClosedLoadTest.class.getName()));
    }

    @Test
    void failuresThatASuccessObjectiveAllowsAreNoFinding() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Outcome outcome = Sessions.run(spec("half"), () -> {
            if (calls.getAndIncrement() % 4 == 0) {
                throw new IllegalStateException();
            }
        });
        assertThat(outcome.findings()).isEmpty();
        assertThat(Sessions.observed(outcome).total().failures()).isEqualTo(75);
    }

    @Test
    void stopsWhenTheSuccessObjectiveIsLost() throws Exception {
        Outcome outcome = Sessions.run(spec("strict"), () -> {
            Thread.sleep(1);
            throw new IllegalStateException("down");
        });
        assertThat(Sessions.observed(outcome).nanos()).isLessThan(5_000_000_000L);
        assertThat(outcome.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.headline()).startsWith("success 0% breaks \"success >= 99%\": 95% confidence 0% to ");
            assertThat(finding.evidence().get(0)).startsWith("stopped after ").contains("abortOnBreach");
            assertThat(finding.evidence().get(1)).contains("x java.lang.IllegalStateException at ");
            assertThat(finding.causes()).singleElement().isInstanceOf(IllegalStateException.class);
        });
    }

    @Test
    void stopsForTheLatencyOnRequestOnly() throws Exception {
        Outcome asked = Sessions.run(spec("impatientForTheSlow"), () -> Thread.sleep(5));
        assertThat(Sessions.observed(asked).total().count()).isBetween(1L, 999L);
        assertThat(asked.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.headline()).startsWith("max ").contains("breaks \"max < 1ms\"");
            assertThat(finding.evidence())
                    .singleElement()
                    .satisfies(line -> assertThat(line)
                            .startsWith("stopped after ")
                            .endsWith(", because it could no longer be met (abortOnBreach)"));
        });
        Outcome notAsked = Sessions.run(spec("slow"), () -> Thread.sleep(5));
        assertThat(Sessions.observed(notAsked).total().count()).isEqualTo(500);
        assertThat(notAsked.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.evidence()).isEmpty());
    }

    @Test
    void failedAssumptionsAbort() {
        assertThatThrownBy(() -> Sessions.run(spec("short4"), () -> {
                    throw new TestAbortedException("no database");
                }))
                .isInstanceOf(TestAbortedException.class)
                .hasMessage("no database");
    }

    @Test
    void failuresWeighMoreThanFailedAssumptions() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Outcome outcome = Sessions.run(spec("seven"), () -> {
            if (calls.getAndIncrement() == 0) {
                throw new IllegalStateException("broken");
            }
            Thread.sleep(1);
            throw new TestAbortedException("no database");
        });
        assertThat(outcome.findings())
                .extracting(Finding::headline)
                .anyMatch(headline -> headline.contains("java.lang.IllegalStateException: broken"));
    }

    @Test
    void reportsHungOperationsWithTheirStack() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        Outcome outcome = Sessions.run(spec("impatient"), () -> {
            if (calls.getAndIncrement() == 10) {
                never.await();
            }
        });
        Finding hung = outcome.findings().get(0);
        assertThat(hung.headline())
                .startsWith("1 operation of body hung: still running after ")
                .endsWith("1 s of grace included; interrupted");
        assertThat(hung.evidence().get(0))
                .startsWith("wringer-stress-")
                .contains("java.util.concurrent.CountDownLatch.await")
                .contains(ClosedLoadTest.class.getName())
                .doesNotContain("HotLoop");
        assertThat(Sessions.observed(outcome).total().latencies().max()).isGreaterThan(1_000_000_000);
        assertThat(Sessions.observed(outcome).total().failures()).isEqualTo(1);
        assertThat(outcome.findings()).hasSize(1);
    }

    @Test
    void namesWorkersLeftBehind() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        AtomicInteger release = new AtomicInteger();
        List<Thread> stuck = Collections.synchronizedList(new ArrayList<>());
        Outcome outcome = Sessions.run(spec("impatient"), () -> {
            if (calls.getAndIncrement() == 10) {
                stuck.add(Thread.currentThread());
                while (release.get() == 0) {
                    Thread.onSpinWait();
                }
            }
        });
        release.set(1);
        assertThat(stuck).hasSize(1);
        assertThat(outcome.findings().get(0).headline())
                .endsWith("interrupted in vain, left behind: " + stuck.get(0).getName());
        assertThat(Sessions.observed(outcome).total().count()).isEqualTo(calls.get());
        stuck.get(0).join(10_000);
        assertThat(stuck.get(0).isAlive()).isFalse();
    }

    @Test
    void warmupIsNotMeasuredButItsFailuresCount() throws Exception {
        AtomicLong calls = new AtomicLong();
        Outcome outcome = Sessions.run(spec("warm"), () -> {
            if (calls.getAndIncrement() == 0) {
                throw new IllegalStateException("cold");
            }
        });
        StressObservations observed = Sessions.observed(outcome);
        assertThat(observed.warmup().count()).isPositive();
        assertThat(observed.warmup().count() + observed.total().count()).isEqualTo(calls.get());
        assertThat(observed.total().failures()).isZero();
        assertThat(outcome.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.headline())
                        .startsWith("1 of ")
                        .contains("failed during the warm-up: java.lang.IllegalStateException: cold at "));
    }

    @Test
    void whatFailsDuringTheWarmupStopsNothing() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Outcome outcome = Sessions.run(Sessions.spec(Loads.class, "coldStart"), () -> {
            int call = calls.getAndIncrement();
            Thread.sleep(20); // so that the first calls weigh a lot when the warm-up is a second old
            if (call < 30) {
                throw new IllegalStateException("cold");
            }
        });
        StressObservations observed = Sessions.observed(outcome);
        assertThat(observed.ending()).isInstanceOf(Ending.Completed.class);
        assertThat(observed.total().count()).isPositive();
        assertThat(outcome.findings())
                .allMatch(finding -> finding.severity() == Severity.NOTE)
                .singleElement()
                .satisfies(finding -> assertThat(finding.headline()).contains("failed during the warm-up"));
    }

    @Test
    void interruptStopsTheLoadAtOnce() throws Exception {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        Thread caller = Thread.currentThread();
        AtomicBoolean interrupted =
                new AtomicBoolean(); // a second worker's interrupt could come after the first was taken
        assertThatThrownBy(() -> Sessions.run(spec("strict"), () -> {
                    threads.add(Thread.currentThread());
                    if (interrupted.compareAndSet(false, true)) {
                        caller.interrupt();
                    }
                    Thread.sleep(60_000);
                }))
                .isInstanceOf(InterruptedException.class);
        assertThat(threads).isNotEmpty().noneMatch(Thread::isAlive);
        assertThat(Thread.interrupted()).isFalse();
    }
}
