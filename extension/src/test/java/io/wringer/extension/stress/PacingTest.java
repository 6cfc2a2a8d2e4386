package io.wringer.extension.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wringer.extension.run.Outcome;
import io.wringer.stress.StressTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.opentest4j.TestAbortedException;

/**
 * Who calls when, under real loads. What is asserted of the clock is what no slow machine can break: that something did
 * not happen too early.
 */
class PacingTest {

    private static final long MILLI = 1_000_000;

    static class Loads {
        @StressTest(threads = 4, iterations = 4, rampUp = "800ms")
        void rampUp() {}

        @StressTest(stages = {"800ms: 0 -> 4", "60s: 4"})
        void risingStages() {}

        @StressTest(stages = {"400ms: 2", "400ms: 1"})
        void fallingStages() {}

        @StressTest(threads = 2, iterations = 20, thinkTime = "20ms")
        void thinking() {}

        @StressTest(threads = 4, iterations = 4, thinkTime = "1m")
        void thinkingLongAboutFew() {}

        @StressTest(threads = 2, duration = "300ms", thinkTime = "1m")
        void thinkingBeyondTheEnd() {}

        @StressTest(threads = 50, iterations = 50, virtualThreads = true)
        void virtual() {}
    }

    private static StressSpec spec(String method) {
        return Sessions.spec(Loads.class, method);
    }

    /** Notes when each worker was first called, by its number. */
    private static final class Arrivals {
        private final long begin = System.nanoTime();
        private final Map<Integer, Long> firstSeen = new ConcurrentHashMap<>();
        private final CountDownLatch four = new CountDownLatch(4);

        void note() {
            String name = Thread.currentThread().getName();
            int worker = Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
            if (firstSeen.putIfAbsent(worker, System.nanoTime() - begin) == null) {
                four.countDown();
            }
        }

        /** The line from 0 to 4 within 800 ms is above the number of a worker only after 200 ms for each. */
        void assertNoneCameTooEarly() {
            assertThat(firstSeen).containsOnlyKeys(0, 1, 2, 3);
            firstSeen.forEach((worker, nanos) ->
                    assertThat(nanos).as("worker %s", worker).isGreaterThanOrEqualTo(worker * 200 * MILLI));
        }
    }

    @Test
    void threadsOfARampStartOneAfterAnother() throws Exception {
        Arrivals arrivals = new Arrivals();
        Outcome outcome = Sessions.run(spec("rampUp"), () -> {
            arrivals.note();
            arrivals.four.await(); // so that none of them takes the call of another
        });
        arrivals.assertNoneCameTooEarly();
        assertThat(outcome.findings()).isEmpty();
    }

    @Test
    void stagesOfThreadsAddOneAfterAnother() {
        Arrivals arrivals = new Arrivals();
        assertThatThrownBy(() -> Sessions.run(spec("risingStages"), () -> {
                    arrivals.note();
                    Thread.sleep(1);
                    if (arrivals.four.getCount() == 0) {
                        throw new TestAbortedException("all four are there, nobody needs the rest");
                    }
                }))
                .isInstanceOf(TestAbortedException.class);
        arrivals.assertNoneCameTooEarly();
    }

    @Test
    void aThreadThatAStageTakesAwayIsNotCalledAgain() throws Exception {
        AtomicLong firstCall = new AtomicLong();
        AtomicInteger calls = new AtomicInteger();
        AtomicInteger callsOfTheSecond = new AtomicInteger();
        Outcome outcome = Sessions.run(spec("fallingStages"), () -> {
            firstCall.compareAndSet(0, System.nanoTime());
            calls.incrementAndGet();
            Thread.sleep(1);
            if (Thread.currentThread().getName().endsWith("-1")) {
                callsOfTheSecond.incrementAndGet();
                while (System.nanoTime() - firstCall.get() < 400 * MILLI) {
                    Thread.sleep(1); // until the second stage has begun for certain
                }
            }
        });
        assertThat(callsOfTheSecond).hasValueLessThanOrEqualTo(1);
        assertThat(Sessions.observed(outcome).total().count()).isEqualTo(calls.get());
        assertThat(outcome.findings()).isEmpty();
    }

    @Test
    void thinkTimeLiesBetweenTheOperationsOfAWorkerAndInNoLatency() throws Exception {
        Map<String, List<Long>> entriesAndExits = new ConcurrentHashMap<>();
        long begin = System.nanoTime();
        Outcome outcome = Sessions.run(spec("thinking"), () -> {
            List<Long> mine =
                    entriesAndExits.computeIfAbsent(Thread.currentThread().getName(), unused -> new ArrayList<>());
            mine.add(System.nanoTime());
            Thread.sleep(1);
            mine.add(System.nanoTime());
        });
        long elapsed = System.nanoTime() - begin;
        long pauses = 0;
        for (List<Long> mine : entriesAndExits.values()) {
            for (int i = 2; i < mine.size(); i += 2) {
                assertThat(mine.get(i) - mine.get(i - 1)).isGreaterThanOrEqualTo(20 * MILLI);
                pauses++;
            }
        }
        StressObservations observed = Sessions.observed(outcome);
        assertThat(observed.total().count()).isEqualTo(20);
        assertThat(pauses).isEqualTo(20 - entriesAndExits.size());
        double busy = observed.total().latencies().mean() * 20;
        assertThat(busy).isLessThanOrEqualTo(1.01 * (2 * elapsed - pauses * 20 * MILLI)); // a histogram is 0.1 % off
        assertThat(outcome.findings()).isEmpty();
    }

    @Test
    void nobodyThinksWhenThereIsNothingLeftToDo() throws Exception {
        long begin = System.nanoTime();
        Outcome exact = Sessions.run(spec("thinkingLongAboutFew"), () -> {});
        Outcome timed = Sessions.run(spec("thinkingBeyondTheEnd"), () -> {});
        assertThat(Sessions.observed(exact).total().count()).isEqualTo(4);
        assertThat(exact.findings()).isEmpty();
        assertThat(Sessions.observed(timed).total().count()).isLessThanOrEqualTo(2);
        assertThat(Sessions.observed(timed).hung()).isEmpty();
        assertThat(System.nanoTime() - begin).isLessThan(Duration.ofSeconds(50).toNanos());
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void virtualThreadsCarryTheLoad() throws Exception {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        CountDownLatch all = new CountDownLatch(50);
        Outcome outcome = Sessions.run(spec("virtual"), () -> {
            threads.add(Thread.currentThread());
            all.countDown();
            all.await(); // so that each of them is needed
        });
        assertThat(threads)
                .hasSize(50)
                .allMatch(thread -> thread.getClass().getName().equals("java.lang.VirtualThread"));
        assertThat(Sessions.observed(outcome).perWorker()).hasSize(50).containsOnly(1L);
        assertThat(Sessions.observed(outcome).seconds())
                .isNotEmpty()
                .allMatch(second -> second.resources().threads() > 0, "counts the threads of the JVM");
        assertThat(outcome.findings()).isEmpty();
    }
}
