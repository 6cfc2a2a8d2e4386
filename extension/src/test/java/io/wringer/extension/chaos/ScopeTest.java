package io.wringer.extension.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import io.wringer.extension.run.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * No call of a test escapes its fault and no other call meets it, however threads go from test to test: woven code
 * remembers which threads a fault doesn't mean.
 */
@Timeout(60)
class ScopeTest {

    private static final int OFTEN = 300;

    static class Prices {
        static int of(String item) {
            return item.length();
        }

        static int other(String item) {
            return -item.length();
        }
    }

    static class Fixtures {
        @ChaosFault(fault = Fault.RETURN, value = "77", type = Prices.class, method = "of")
        void returns77() {}

        @ChaosFault(fault = Fault.RETURN, value = "88", type = Prices.class, method = "of")
        void returns88() {}

        @ChaosFault(fault = Fault.RETURN, value = "99", type = Prices.class, method = "other")
        void atAnotherPoint() {}
    }

    /** Starts its threads before any test opens, so that they belong to none. */
    private final ExecutorService pool = started(Executors.newFixedThreadPool(2));

    private static ExecutorService started(ExecutorService pool) {
        CyclicBarrier together = new CyclicBarrier(2);
        try {
            List<Future<Integer>> both =
                    List.of(pool.submit(() -> together.await()), pool.submit(() -> together.await()));
            for (Future<Integer> one : both) {
                one.get();
            }
            return pool;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void stop() {
        pool.shutdownNow();
    }

    @Test
    void aPoolThreadIsMeantWhileItWorksForTheTestAndOnlyThen() throws Exception {
        Stranger stranger = new Stranger();
        Outcome outcome = Faults.of(Fixtures.class, "returns77").parallel().run(session -> {
            for (int i = 0; i < OFTEN; i++) {
                assertThat(stranger.ask(() -> Prices.of("book"))).isEqualTo(4);
                assertThat(stranger.handedOver(() -> Prices.of("book"))).isEqualTo(77);
                assertThat(Prices.of("book")).isEqualTo(77);
            }
        });
        assertThat(Faults.fault(outcome, 0).fired()).isEqualTo(2 * OFTEN);
        assertThat(Faults.fault(outcome, 0).spared()).isEqualTo(OFTEN);
        assertThat(Faults.headlines(outcome))
                .containsExactly(OFTEN + " calls at the place of RETURN at " + Prices.class.getName()
                        + ".of came from threads that belong to no known test (stranger): 0 could be struck, " + OFTEN
                        + " were spared.");
        stranger.end();
    }

    /** A thread asks the fault a few times only, and strikes by itself from then on. */
    @Test
    void everyStruckCallIsCountedOnWhicheverThread() throws Exception {
        Outcome outcome = Faults.of(Fixtures.class, "returns77").parallel().run(session -> {
            List<Future<Integer>> tasks = new ArrayList<>();
            for (int task = 0; task < 100; task++) {
                tasks.add(pool.submit(() -> sumOfPrices(1000)));
            }
            assertThat(sumOfPrices(1000)).isEqualTo(77_000);
            for (Future<Integer> task : tasks) {
                assertThat(task.get()).isEqualTo(77_000);
            }
        });
        assertThat(Faults.fault(outcome, 0).fired()).isEqualTo(101_000);
        assertThat(Faults.fault(outcome, 0).calls()).isEqualTo(101_000);
        assertThat(sumOfPrices(10)).isEqualTo(40);
    }

    private static int sumOfPrices(int calls) {
        int sum = 0;
        for (int i = 0; i < calls; i++) {
            sum += Prices.of("book");
        }
        return sum;
    }

    @Test
    void aThreadThatStrikesByItselfHeedsEveryChange() throws Exception {
        Faults.of(Fixtures.class, "returns77").parallel().run(session -> {
            assertThat(sumOfPrices(100)).isEqualTo(7700);
            session.chaos().heal();
            assertThat(sumOfPrices(100)).isEqualTo(400);
            session.chaos().activate();
            assertThat(sumOfPrices(100)).isEqualTo(7700);
        });
        assertThat(sumOfPrices(100)).isEqualTo(400);
    }

    @Test
    void callsThatAreLetThroughUnseenAreCounted() throws Exception {
        Stranger stranger = new Stranger();
        Outcome outcome = Faults.of(Fixtures.class, "returns77").parallel().run(session -> {
            stranger.ask(() -> {
                int sum = 0;
                for (int i = 0; i < 1000; i++) {
                    sum += Prices.of("book");
                }
                return sum;
            });
            assertThat(Prices.of("book")).isEqualTo(77);
        });
        assertThat(Faults.fault(outcome, 0).spared()).isEqualTo(1000);
        stranger.end();
    }

    @Test
    void aThreadThatOneTestSparedIsMeantByTheNext() throws Exception {
        Stranger stranger = new Stranger();
        for (int i = 0; i < 20; i++) {
            Faults.of(Fixtures.class, "returns77").parallel().run(session -> {
                assertThat(stranger.ask(() -> Prices.of("book"))).isEqualTo(4);
                assertThat(Prices.of("book")).isEqualTo(77);
            });
            Faults.of(Fixtures.class, "returns88")
                    .run(session ->
                            assertThat(stranger.ask(() -> Prices.of("book"))).isEqualTo(88));
            assertThat(stranger.ask(() -> Prices.of("book"))).isEqualTo(4);
        }
        stranger.end();
    }

    /** The thread is noted as one of the other test; when that ends, it is one of no known test. */
    @Test
    void aThreadOfATestThatEndsIsStruckByTheOneThatIsLeft() throws Exception {
        Stranger[] started = new Stranger[1];
        ChaosSession other =
                Faults.of(Fixtures.class, "atAnotherPoint").parallel().open();
        started[0] = new Stranger();
        ChaosSession left =
                onThreadOfItsOwn(() -> Faults.of(Fixtures.class, "returns77").open());
        left.start();
        assertThat(started[0].ask(() -> Prices.of("book"))).isEqualTo(4);
        other.close();
        assertThat(started[0].ask(() -> Prices.of("book"))).isEqualTo(77);
        left.close();
        assertThat(started[0].ask(() -> Prices.of("book"))).isEqualTo(4);
        started[0].end();
    }

    private static <T> T onThreadOfItsOwn(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        new Thread(task).start();
        return task.get();
    }

    @Test
    void testsInParallelShareAPoolAndKeepTheirFaults() throws Exception {
        CyclicBarrier together = new CyclicBarrier(3);
        List<FutureTask<Integer>> tests = List.of(
                test("returns77", 77, together), test("returns88", 88, together), test("atAnotherPoint", 4, together));
        tests.forEach(test -> new Thread(test).start());
        int stray = 0;
        for (int i = 0; i < OFTEN; i++) {
            stray += Prices.of("book") == 4 ? 0 : 1;
        }
        for (FutureTask<Integer> test : tests) {
            assertThat(test.get()).isZero();
        }
        assertThat(stray).isZero();
    }

    /** Returns how many calls, own ones and those of tasks, were answered wrongly. */
    private FutureTask<Integer> test(String fault, int answer, CyclicBarrier together) {
        return new FutureTask<>(() -> {
            int[] wrong = new int[1];
            for (int round = 0; round < 10; round++) { // faults of the others are armed and disarmed meanwhile
                together.await();
                Faults.of(Fixtures.class, fault).parallel().run(session -> {
                    for (int i = 0; i < OFTEN / 10; i++) {
                        wrong[0] += Prices.of("book") == answer ? 0 : 1;
                        wrong[0] += pool.submit(() -> Prices.of("book")).get() == answer ? 0 : 1;
                    }
                });
            }
            return wrong[0];
        });
    }

    /** On JDK 17 a subclass may answer with the number of another thread. */
    @Test
    void aThreadThatLiesAboutItsNumberIsNoOtherThread() throws Exception {
        long owner = Thread.currentThread().getId();
        Faults.of(Fixtures.class, "returns77").parallel().run(session -> {
            assertThat(Prices.of("book")).isEqualTo(77);
            int[] answer = new int[1];
            Thread liar = new Thread(() -> answer[0] = Prices.of("book")) {
                @Override
                @SuppressWarnings("deprecation") // what JDK 17 has
                public long getId() {
                    return owner;
                }
            };
            liar.start();
            liar.join();
            assertThat(answer[0]).isEqualTo(77);
        });
    }

    @Test
    void manyThreadsThatShareASlotAreAllJudgedRight() throws Exception {
        List<Stranger> strangers = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            strangers.add(new Stranger());
        }
        Outcome outcome = Faults.of(Fixtures.class, "returns77").parallel().run(session -> {
            for (int round = 0; round < 3; round++) {
                for (Stranger stranger : strangers) {
                    assertThat(stranger.ask(() -> Prices.of("book"))).isEqualTo(4);
                }
                for (Stranger stranger : strangers) {
                    assertThat(stranger.handedOver(() -> Prices.of("book"))).isEqualTo(77);
                }
            }
        });
        assertThat(Faults.fault(outcome, 0).fired()).isEqualTo(450);
        assertThat(Faults.fault(outcome, 0).spared()).isEqualTo(450); // one call at a time: none is lost
        for (Stranger stranger : strangers) {
            stranger.end();
        }
    }

    @Test
    void virtualThreadsWorkForTheTestThatStartsThem() throws Exception {
        assumeTrue(Runtime.version().feature() >= 21, "virtual threads came with JDK 21");
        Thread prepared = virtual(() -> Prices.of("book"));
        try (ExecutorServiceOfVirtualThreads before = new ExecutorServiceOfVirtualThreads()) {
            Outcome outcome = Faults.of(Fixtures.class, "returns77").parallel().run(session -> {
                assertThat(before.pool().submit(() -> Prices.of("book")).get()).isEqualTo(77);
                try (ExecutorServiceOfVirtualThreads within = new ExecutorServiceOfVirtualThreads()) {
                    assertThat(within.pool().submit(() -> Prices.of("book")).get())
                            .isEqualTo(77);
                }
                Thread started = virtual(() -> Prices.of("book"));
                started.start();
                started.join();
                prepared.start();
                prepared.join();
            });
            assertThat(Faults.fault(outcome, 0).fired()).isEqualTo(4);
            assertThat(outcome.findings()).isEmpty();
            assertThat(before.pool().submit(() -> Prices.of("book")).get()).isEqualTo(4);
        }
    }

    @Test
    void virtualThreadsOfOthersAreSpared() throws Exception {
        assumeTrue(Runtime.version().feature() >= 21, "virtual threads came with JDK 21");
        ChaosSession session = onThreadOfItsOwn(
                () -> Faults.of(Fixtures.class, "returns77").parallel().open());
        session.start();
        int[] answer = new int[1];
        Thread other = virtual(() -> {
            for (int i = 0; i < OFTEN; i++) {
                answer[0] += Prices.of("book");
                Thread.yield(); // perhaps onto another carrier
            }
        });
        other.start();
        other.join();
        assertThat(answer[0]).isEqualTo(4 * OFTEN);
        Outcome outcome = session.finish();
        assertThat(Faults.fault(outcome, 0).fired()).isZero();
        assertThat(Faults.fault(outcome, 0).spared()).isEqualTo(OFTEN);
    }

    private static Thread virtual(Runnable work) throws ReflectiveOperationException {
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        return (Thread) Class.forName("java.lang.Thread$Builder")
                .getMethod("unstarted", Runnable.class)
                .invoke(builder, work);
    }

    private record ExecutorServiceOfVirtualThreads(ExecutorService pool) implements AutoCloseable {
        ExecutorServiceOfVirtualThreads() throws ReflectiveOperationException {
            this((ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null));
        }

        @Override
        public void close() {
            pool.shutdown();
        }
    }

    /** A thread that is given work without its being handed over in a way that Wringer knows. */
    private static final class Stranger {

        private final Object turn = new Object();
        private final Thread thread = new Thread(this::work, "stranger");
        private Callable<Integer> asked;
        private Object answer;
        private boolean ended;

        Stranger() {
            thread.setDaemon(true);
            thread.start();
        }

        private void work() {
            synchronized (turn) {
                while (!ended) {
                    if (asked != null) {
                        answer = attempt(asked);
                        asked = null;
                        turn.notifyAll();
                    }
                    await();
                }
            }
        }

        private static Object attempt(Callable<Integer> work) {
            try {
                return work.call();
            } catch (Exception e) {
                return e;
            }
        }

        Object ask(Callable<Integer> work) {
            synchronized (turn) {
                asked = work;
                turn.notifyAll();
                while (asked != null) {
                    await();
                }
                return answer;
            }
        }

        /** A task is handed over by its future. */
        Object handedOver(Callable<Integer> work) {
            FutureTask<Integer> task = new FutureTask<>(work);
            return ask(() -> {
                task.run();
                return task.get();
            });
        }

        private void await() {
            try {
                turn.wait();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        void end() throws InterruptedException {
            synchronized (turn) {
                ended = true;
                turn.notifyAll();
            }
            thread.join();
        }
    }
}
