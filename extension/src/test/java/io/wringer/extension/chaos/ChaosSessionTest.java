package io.wringer.extension.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wringer.WringerConfigurationException;
import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.CustomFault;
import io.wringer.chaos.Fault;
import io.wringer.chaos.FaultedCall;
import io.wringer.chaos.Phase;
import io.wringer.extension.run.Outcome;
import io.wringer.extension.verdict.Severity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ChaosSessionTest {

    interface Store {
        int insert(String order) throws IOException;

        String find(int id);
    }

    static class MemoryStore implements Store {
        final List<String> orders = new ArrayList<>();

        @Override
        public synchronized int insert(String order) {
            orders.add(order);
            return orders.size();
        }

        @Override
        public String find(int id) {
            return orders.get(id - 1);
        }

        Optional<String> maybe(long a, double b, String... rest) {
            return Optional.of(rest[0] + a + b);
        }

        static long twice(long value) {
            return 2 * value;
        }

        List<String> all() {
            return List.copyOf(orders);
        }
    }

    static final class LoggedStore implements Store {
        final Store delegate;

        LoggedStore(Store delegate) {
            this.delegate = delegate;
        }

        @Override
        public int insert(String order) throws IOException {
            return delegate.insert(order);
        }

        @Override
        public String find(int id) {
            return delegate.find(id);
        }
    }

    static final class DoublingFault implements CustomFault {
        @Override
        public void strike(FaultedCall call) {
            call.answer(4 * (long) call.arguments().get(0));
        }
    }

    static class Fixtures {
        @ChaosFault(
                fault = Fault.EXCEPTION,
                exception = IllegalStateException.class,
                type = MemoryStore.class,
                method = "insert",
                nth = 2)
        void second() {}

        @ChaosFault(
                fault = Fault.EXCEPTION,
                exception = IllegalStateException.class,
                type = MemoryStore.class,
                method = "insert",
                every = 3,
                times = 2)
        void everyThird() {}

        @ChaosFault(fault = Fault.EXCEPTION, type = MemoryStore.class, method = "insert", first = 2)
        void firstTwo() {}

        @ChaosFault(
                fault = Fault.EXCEPTION,
                exception = IllegalStateException.class,
                type = Store.class,
                method = "insert",
                nth = 2)
        void wrapped() {}

        @ChaosFault(fault = Fault.RETURN, value = "7", type = MemoryStore.class, method = "insert")
        void returning() {}

        @ChaosFault(
                fault = Fault.RETURN,
                value = "empty",
                type = MemoryStore.class,
                method = "maybe(long, double, String...)")
        @ChaosFault(fault = Fault.RETURN, value = "11", type = MemoryStore.class, method = "twice", phase = Phase.AFTER)
        @ChaosFault(fault = Fault.RETURN, value = "empty", at = "io.wringer..MemoryStore.all()")
        void severalReturns() {}

        @ChaosFault(fault = Fault.EXCEPTION, type = MemoryStore.class, method = "insert", phase = Phase.AFTER, nth = 1)
        void answerLost() {}

        @ChaosFault(fault = Fault.EXCEPTION, type = MemoryStore.class, method = "insert", probability = 0.5)
        void random() {}

        @ChaosFault(fault = Fault.CUSTOM, custom = DoublingFault.class, type = MemoryStore.class, method = "twice")
        void custom() {}

        @ChaosFault(fault = Fault.LATENCY, delay = "30ms", type = MemoryStore.class, method = "find")
        void slow() {}

        @ChaosFault(fault = Fault.STALL, type = MemoryStore.class, method = "find", delay = "100ms")
        void stall() {}

        @ChaosFault(fault = Fault.STALL, type = MemoryStore.class, method = "find", lasting = "300ms", minFired = 0)
        void shortStall() {}

        @ChaosFault(fault = Fault.STALL, type = MemoryStore.class, method = "find")
        void longStall() {}

        @ChaosFault(fault = Fault.TRUNCATE, value = "2B", type = MemoryStore.class, method = "find")
        void cut() {}

        @ChaosFault(fault = Fault.CORRUPT, type = MemoryStore.class, method = "find")
        void corrupt() {}

        @ChaosFault(fault = Fault.EXCEPTION, type = LaterStore.class, method = "touch")
        void later() {}

        @ChaosFault(fault = Fault.EXCEPTION, at = "com.acme.nowhere.*Store.insert(..)")
        void nothing() {}

        @ChaosFault(
                fault = Fault.EXCEPTION,
                at = "io.wringer.extension.chaos.ChaosSessionTest.MemoryStor.insert(String)")
        void noSuchType() {}

        @ChaosFault(fault = Fault.EXCEPTION, type = MemoryStore.class, method = "new")
        void constructor() {}
    }

    static class LaterStore {
        void touch() {}
    }

    static final IllegalStateException BOOM = new IllegalStateException();

    @Test
    void strikesTheNthCallOnlyAndSaysWhere() throws Exception {
        MemoryStore store = new MemoryStore();
        Outcome outcome = Faults.of(Fixtures.class, "second").run(session -> {
            store.insert("a");
            assertThatThrownBy(() -> store.insert("b"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("Injected by Wringer at " + MemoryStore.class.getName() + ".insert(String)")
                    .satisfies(thrown -> assertThat(thrown.getStackTrace()[0].getMethodName())
                            .isEqualTo("insert"));
            store.insert("c");
        });
        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.observations().summary())
                .isEqualTo("EXCEPTION at " + MemoryStore.class.getName() + ".insert fired once");
        assertThat(store.orders).containsExactly("a", "c");
        assertThatCode(() -> store.insert("d")).doesNotThrowAnyException();
        assertThatCode(() -> store.insert("e")).doesNotThrowAnyException();
    }

    @Test
    void countsEveryFirstAndTimes() throws Exception {
        List<Integer> failed = new ArrayList<>();
        Faults.of(Fixtures.class, "everyThird").run(session -> failures(12, failed));
        assertThat(failed).containsExactly(3, 6);
        failed.clear();
        Faults.of(Fixtures.class, "firstTwo").run(session -> failures(5, failed));
        assertThat(failed).containsExactly(1, 2);
    }

    private static void failures(int calls, List<Integer> failed) {
        MemoryStore store = new MemoryStore();
        for (int i = 1; i <= calls; i++) {
            try {
                store.insert("x");
            } catch (RuntimeException e) {
                failed.add(i);
            }
        }
    }

    @Test
    void oneSeedReproducesAllAndAnotherDiffers() throws Exception {
        List<List<Integer>> runs = new ArrayList<>();
        for (long seed : new long[] {1, 1, 2}) {
            List<Integer> failed = new ArrayList<>();
            Faults.of(Fixtures.class, "random").seeded(seed).run(session -> failures(64, failed));
            runs.add(failed);
        }
        assertThat(runs.get(0)).isEqualTo(runs.get(1)).isNotEqualTo(runs.get(2));
        assertThat(runs.get(0)).hasSizeBetween(16, 48);
    }

    @Test
    void countsOneLogicalCallOnceThroughAWrapper() throws Exception {
        Store store = new LoggedStore(new MemoryStore());
        Outcome outcome = Faults.of(Fixtures.class, "wrapped").run(session -> {
            store.insert("a");
            assertThatThrownBy(() -> store.insert("b")).isInstanceOf(IllegalStateException.class);
            store.insert("c");
        });
        assertThat(Faults.fault(outcome, 0).calls()).isEqualTo(3);
        assertThat(Faults.fault(outcome, 0).fired()).isEqualTo(1);
    }

    @Test
    void returnsValuesOfAllKinds() throws Exception {
        MemoryStore store = new MemoryStore();
        Faults.of(Fixtures.class, "returning")
                .run(session -> assertThat(store.insert("a")).isEqualTo(7));
        assertThat(store.orders).isEmpty();
        store.insert("x");
        Outcome outcome = Faults.of(Fixtures.class, "severalReturns").run(session -> {
            assertThat(store.maybe(1, 2, "x")).isEmpty();
            assertThat(MemoryStore.twice(2)).isEqualTo(11);
            assertThat(store.all()).isEmpty();
        });
        assertThat(outcome.findings()).isEmpty();
        assertThat(store.maybe(1, 2, "x")).contains("x12.0");
        assertThat(MemoryStore.twice(2)).isEqualTo(4);
        assertThat(store.all()).hasSize(1);
    }

    @Test
    void losesTheAnswerAfterTheWorkWasDone() throws Exception {
        MemoryStore store = new MemoryStore();
        Faults.of(Fixtures.class, "answerLost")
                .run(session -> assertThatThrownBy(() -> store.insert("a")).isInstanceOf(RuntimeException.class));
        assertThat(store.orders).containsExactly("a");
    }

    @Test
    void callsTheUsersOwnFault() throws Exception {
        Outcome outcome = Faults.of(Fixtures.class, "custom")
                .run(session -> assertThat(MemoryStore.twice(5)).isEqualTo(20));
        assertThat(outcome.findings()).isEmpty();
    }

    @Test
    void delays() throws Exception {
        MemoryStore store = new MemoryStore();
        store.insert("a");
        Faults.of(Fixtures.class, "slow").run(session -> {
            long start = System.nanoTime();
            store.find(1);
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(30_000_000L);
        });
    }

    @Test
    void aStallThatNothingGivesUpOnIsAFinding() throws Exception {
        MemoryStore store = new MemoryStore();
        store.insert("a");
        Outcome outcome = Faults.of(Fixtures.class, "stall")
                .run(session -> assertThat(store.find(1)).isEqualTo("a"));
        assertThat(Faults.headlines(outcome))
                .containsExactly("Nothing gave up on STALL at " + MemoryStore.class.getName()
                        + ".find: 1 call waited for 100 ms, the longest time that a stall holds a call.");
    }

    /** Whether the call comes within the window is up to the machine; WindowTest has the times under control. */
    @Test
    void aStallHealsWithItsWindow() throws Exception {
        MemoryStore store = new MemoryStore();
        store.insert("a");
        Outcome outcome = Faults.of(Fixtures.class, "shortStall")
                .run(session -> assertThat(store.find(1)).isEqualTo("a"));
        assertThat(outcome.findings()).isEmpty();
    }

    @Test
    void aStallHealsWhenTheTestSaysSo() throws Exception {
        MemoryStore store = new MemoryStore();
        store.insert("a");
        Outcome outcome = Faults.of(Fixtures.class, "longStall").run(session -> {
            CompletableFuture<String> found = CompletableFuture.supplyAsync(() -> store.find(1));
            while (session.chaos().fired() == 0) {
                Thread.onSpinWait();
            }
            assertThat(found).isNotDone();
            session.chaos().heal();
            assertThat(found.get()).isEqualTo("a");
        });
        assertThat(outcome.findings()).isEmpty();
    }

    @Test
    void damagesAnswers() throws Exception {
        MemoryStore store = new MemoryStore();
        store.insert("abcdef");
        Faults.of(Fixtures.class, "cut")
                .run(session -> assertThat(store.find(1)).isEqualTo("ab"));
        Faults.of(Fixtures.class, "corrupt")
                .run(session -> assertThat(store.find(1)).isNotEqualTo("abcdef").hasSize(6));
    }

    @Test
    void strikesConstructors() throws Exception {
        Faults.of(Fixtures.class, "constructor")
                .run(session -> assertThatThrownBy(MemoryStore::new).hasMessageContaining("MemoryStore.new()"));
    }

    @Test
    void aFaultThatNeverFiredSaysThatNobodyCalled() throws Exception {
        Outcome outcome = Faults.of(Fixtures.class, "later").run(session -> {});
        assertThat(Faults.headlines(outcome))
                .containsExactly("The fault EXCEPTION at " + LaterStore.class.getName()
                        + ".touch never fired: none of the matching methods was called by the test: "
                        + LaterStore.class.getName() + ".touch().");
    }

    @Test
    void aFaultThatNeverFiredSaysWhatTheScheduleLeftOut() throws Exception {
        Outcome outcome = Faults.of(Fixtures.class, "second").run(session -> new MemoryStore().insert("a"));
        assertThat(Faults.headlines(outcome))
                .containsExactly("The fault EXCEPTION at " + MemoryStore.class.getName()
                        + ".insert never fired: 1 call came to " + MemoryStore.class.getName()
                        + ".insert(String), and nth = 2.");
    }

    @Test
    void aTypeThatIsNotThereIsAnErrorBeforeTheBody() {
        new MemoryStore();
        assertThatThrownBy(() -> Faults.of(Fixtures.class, "noSuchType").open())
                .isInstanceOf(WringerConfigurationException.class)
                .hasMessageStartingWith("@ChaosFault on Fixtures.noSuchType(): attribute at: "
                        + "\"io.wringer.extension.chaos.ChaosSessionTest.MemoryStor.insert(String)\" matches no method")
                .hasMessageContaining("nearest are" + System.lineSeparator() + "    " + MemoryStore.class.getName()
                        + ".insert(String)");
    }

    @Test
    void aPatternThatMatchesNothingFailsInTheEnd() throws Exception {
        Outcome outcome = Faults.of(Fixtures.class, "nothing").run(session -> {});
        assertThat(Faults.headlines(outcome))
                .containsExactly(
                        "The fault EXCEPTION at com.acme.nowhere.*Store.insert(..) never fired: no method of a loaded class matches.");
        assertThat(outcome.findings().get(0).evidence().toString()).contains("insert(String)");
    }

    @Test
    void followsThreadsTasksAndTimers() throws Exception {
        MemoryStore store = new MemoryStore();
        ExecutorService pool = Executors.newFixedThreadPool(1);
        ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
        Timer timer = new Timer(true);
        ForkJoinPool fork = new ForkJoinPool(1);
        Thread prepared = new Thread(() -> store.insert("x"));
        prepared.setUncaughtExceptionHandler((thread, thrown) -> {});
        for (ExecutorService warm : List.of(pool, scheduler, fork)) {
            warm.submit(() -> {}).get();
        }
        try {
            Outcome outcome = Faults.of(Fixtures.class, "second").parallel().run(session -> {
                pool.submit(() -> store.insert("x")).get();
                assertThatThrownBy(() -> pool.submit(() -> store.insert("x")).get())
                        .hasMessageContaining("Wringer");
                CountDownLatch executed = new CountDownLatch(1);
                pool.execute(() -> {
                    store.insert("x");
                    executed.countDown();
                });
                executed.await();
                scheduler
                        .schedule(() -> store.insert("x"), 1, TimeUnit.MILLISECONDS)
                        .get();
                fork.submit(() -> store.insert("x")).get();
                CompletableFuture.supplyAsync(() -> store.insert("x")).get();
                CompletableFuture.supplyAsync(() -> 1, pool)
                        .thenApplyAsync(one -> store.insert("x"))
                        .get();
                IntStream.range(0, 4).parallel().forEach(i -> store.insert("x"));
                CountDownLatch ticked = new CountDownLatch(1);
                timer.schedule(
                        new TimerTask() {
                            @Override
                            public void run() {
                                store.insert("x");
                                ticked.countDown();
                            }
                        },
                        1);
                ticked.await();
                prepared.start();
                prepared.join();
                Thread child = new Thread(() -> store.insert("x"));
                child.start();
                child.join();
            });
            assertThat(Faults.fault(outcome, 0).calls()).isEqualTo(14);
            assertThat(outcome.findings()).isEmpty();
        } finally {
            pool.shutdownNow();
            scheduler.shutdownNow();
            fork.shutdownNow();
            timer.cancel();
        }
    }

    @Test
    void testsInParallelSeeTheirOwnFaultsOnly() throws Exception {
        ExecutorService shared = Executors.newFixedThreadPool(2);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        CyclicBarrier together = new CyclicBarrier(3);
        Thread failing = new Thread(() -> attempt(
                failure,
                () -> Faults.of(Fixtures.class, "firstTwo").parallel().run(session -> {
                    together.await();
                    assertThatThrownBy(() -> shared.submit(() -> new MemoryStore().insert("a"))
                                    .get())
                            .hasMessageContaining("Wringer");
                    assertThatThrownBy(() -> new MemoryStore().insert("a")).hasMessageContaining("Wringer");
                    together.await();
                })));
        Thread returning = new Thread(() -> attempt(
                failure,
                () -> Faults.of(Fixtures.class, "returning").parallel().run(session -> {
                    together.await();
                    for (int i = 0; i < 100; i++) {
                        assertThat(shared.submit(() -> new MemoryStore().insert("a"))
                                        .get())
                                .isEqualTo(7);
                        assertThat(new MemoryStore().insert("a")).isEqualTo(7);
                    }
                    together.await();
                })));
        Thread bystander = new Thread(() -> attempt(failure, () -> {
            together.await();
            for (int i = 0; i < 100; i++) {
                assertThat(shared.submit(() -> new MemoryStore().insert("a")).get())
                        .isEqualTo(1);
                assertThat(new MemoryStore().insert("a")).isEqualTo(1);
            }
            together.await();
        }));
        List<Thread> threads = List.of(failing, returning, bystander);
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        shared.shutdown();
        assertThat(failure.get()).isNull();
    }

    interface Action {
        void run() throws Exception;
    }

    private static void attempt(AtomicReference<Throwable> failure, Action action) {
        try {
            action.run();
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
        }
    }

    @Test
    void anUnknownThreadIsStruckOnlyWhileTheTestIsAlone() throws Exception {
        AtomicReference<CompletableFuture<Integer>> asked = new AtomicReference<>(new CompletableFuture<>());
        AtomicInteger turn = new AtomicInteger();
        Thread unknown = new Thread(() -> {
            for (int i = 1; i <= 2; i++) {
                while (turn.get() < i) {
                    Thread.onSpinWait();
                }
                asked.get().complete(new MemoryStore().insert("a"));
            }
        });
        unknown.setDaemon(true);
        unknown.start();
        Outcome alone = Faults.of(Fixtures.class, "returning").run(session -> {
            turn.set(1);
            assertThat(asked.get().get()).isEqualTo(7);
        });
        assertThat(alone.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.NOTE);
            assertThat(finding.headline())
                    .contains("1 call")
                    .contains("belong to no known test")
                    .contains(unknown.getName());
        });
        asked.set(new CompletableFuture<>());
        Outcome beside = Faults.of(Fixtures.class, "returning").parallel().run(session -> {
            turn.set(2);
            assertThat(asked.get().get()).isEqualTo(1);
        });
        assertThat(beside.findings())
                .anySatisfy(finding -> assertThat(finding.evidence().toString())
                        .contains("they are struck only while no other test can run"));
    }

    @Test
    void aSessionThatWasNeverFinishedIsDisarmedByClose() throws Exception {
        ChaosSession session = Faults.of(Fixtures.class, "returning").open();
        session.start();
        assertThat(new MemoryStore().insert("a")).isEqualTo(7);
        Thread other = new Thread(session::close);
        other.start();
        other.join();
        assertThat(new MemoryStore().insert("a")).isEqualTo(1);
        session.close();
    }

    @Test
    void strikesNothingBeforeTheStart() throws Exception {
        try (ChaosSession session = Faults.of(Fixtures.class, "returning").open()) {
            assertThat(new MemoryStore().insert("a")).isEqualTo(1);
            session.start();
            assertThat(new MemoryStore().insert("a")).isEqualTo(7);
        }
    }
}
