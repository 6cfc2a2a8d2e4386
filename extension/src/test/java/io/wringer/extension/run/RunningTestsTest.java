package io.wringer.extension.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.wringer.extension.run.RunningTests.Alone;
import io.wringer.extension.run.RunningTests.NotAloneException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RunningTestsTest {

    private final RunningTests run = new RunningTests(Duration.ofMinutes(1));
    private final List<Worker> workers = new ArrayList<>();
    private final Worker a = new Worker();
    private final Worker b = new Worker();
    private final Worker c = new Worker();

    @AfterEach
    void stop() {
        workers.forEach(worker -> worker.executor.shutdownNow());
    }

    @Test
    void aTestThatIsAloneAnywayIsAloneAtOnce() throws Exception {
        a.starts("a").join();

        assertThat(a.asks("a").get().intruders()).isEmpty();
    }

    @Test
    void waitsForTheTestsThatRun() throws Exception {
        a.starts("a").join();
        b.starts("b").join();
        CompletableFuture<Alone> alone = b.asks("b");
        b.isHeldBack();

        a.ends("a").join();

        assertThat(alone.get()).isNotNull();
    }

    @Test
    void whileItWaitsOthersMayBegin() throws Exception {
        a.starts("a").join();
        b.starts("b").join();
        CompletableFuture<Alone> alone = b.asks("b");
        b.isHeldBack();

        c.starts("c").join();
        a.ends("a").join();
        b.isHeldBack();
        c.ends("c").join();

        assertThat(alone.get()).isNotNull();
    }

    @Test
    void holdsTestsAndContainersBackWhileItIsAlone() throws Exception {
        a.starts("a").join();
        Alone alone = a.asks("a").get();
        CompletableFuture<?> test = b.starts("b");
        CompletableFuture<?> container = c.startsContainer("c", 1);
        b.isHeldBack();
        c.isHeldBack();

        alone.close();
        alone.close();

        assertThat(CompletableFuture.allOf(test, container)).succeedsWithin(Duration.ofSeconds(30));
    }

    @Test
    void anInterruptDoesNotLetATestIn() throws Exception {
        a.starts("a").join();
        Alone alone = a.asks("a").get();
        CompletableFuture<Boolean> interrupted = b.does(() -> {
            run.testStarted("b", "engine");
            return Thread.interrupted();
        });
        b.isHeldBack();

        b.thread.interrupt();
        b.isHeldBack();
        assertThat(interrupted).isNotDone();
        alone.close();

        assertThat(interrupted.get()).as("the interrupt is kept").isTrue();
    }

    @Test
    void twoThatWaitComeOneAfterTheOther() throws Exception {
        a.starts("a").join();
        b.starts("b").join();
        CompletableFuture<Alone> first = a.asks("a");
        CompletableFuture<Alone> second = b.asks("b");
        await().until(() -> first.isDone() || second.isDone());
        Worker winner = first.isDone() ? a : b;
        Worker loser = first.isDone() ? b : a;
        loser.isHeldBack();

        (first.isDone() ? first : second).get().close();
        loser.isHeldBack();
        winner.ends(winner == a ? "a" : "b").join();

        assertThat(first.get()).isNotNull();
        assertThat(second.get()).isNotNull();
    }

    @Test
    void waitsForLifecycleMethodsOfOtherClasses() throws Exception {
        a.startsContainer("class", 2).join();
        b.starts("b").join();
        CompletableFuture<Alone> beforeAll = b.asks("b");
        b.isHeldBack();
        a.starts("first", "class");
        a.ends("first", "class").join();
        beforeAll.get().close();

        run.skipped("class");
        CompletableFuture<Alone> afterAll = b.asks("b");
        b.isHeldBack();
        a.ends("class").join();

        assertThat(afterAll.get()).isNotNull();
    }

    @Test
    void aTemplateMakesItsNextInvocationInItsOwnCode() throws Exception {
        a.startsContainer("template", 0).join();
        run.childAdded("template");
        a.starts("invocation", "template").join();
        a.ends("invocation", "template").join();
        b.starts("b").join();
        CompletableFuture<Alone> alone = b.asks("b");
        b.isHeldBack();

        run.childAdded("template");

        a.starts("next", "template").join();
        a.ends("next", "template").join();
        a.ends("template").join();
        assertThat(alone.get()).isNotNull();
    }

    @Test
    void aClassWhoseThreadRunsTheTestItselfIsNotWaitedFor() throws Exception {
        a.startsContainer("class", 1).join();
        b.starts("child", "class").join();
        a.starts("a").join();
        b.ends("child", "class").join();

        assertThat(a.asks("a").get()).isNotNull();
    }

    @Test
    void lifecycleMethodsAreNotWaitedForWithoutEnd() throws Exception {
        RunningTests impatient = new RunningTests(Duration.ofMillis(1));
        a.does(() -> {
                    impatient.containerStarted("class", null, 1);
                    return true;
                })
                .join();
        impatient.testStarted("test", null);

        assertThatThrownBy(() -> impatient.alone("test"))
                .isInstanceOf(NotAloneException.class)
                .hasMessage(
                        "lifecycle methods of other classes went on for 0 s, perhaps because they wait for a lock of"
                                + " this test");
    }

    @Test
    void aTestInsideTheOneThatIsAloneIsLetInAndTold() throws Exception {
        a.starts("a").join();
        Alone alone = a.asks("a").get();

        a.starts("stolen").join();

        assertThat(alone.intruders()).containsExactly("stolen");
    }

    @Test
    void aTestInsideAnotherCannotBeAlone() {
        a.starts("a").join();
        a.starts("stolen").join();

        assertThatThrownBy(() -> a.asks("stolen").get())
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(NotAloneException.class)
                .hasMessage("JUnit runs it inside another test, on the same thread");
    }

    @Test
    void whoWaitsCanBeInterrupted() {
        a.starts("a").join();
        b.starts("b").join();
        CompletableFuture<Alone> alone = b.asks("b");
        b.isHeldBack();

        b.thread.interrupt();

        assertThatThrownBy(alone::get)
                .cause()
                .isInstanceOf(NotAloneException.class)
                .hasMessageContaining("interrupted");
    }

    @Test
    void theEndOfTheRunLetsAllGo() throws Exception {
        a.starts("a").join();
        assertThat(a.asks("a").get()).isNotNull();
        CompletableFuture<?> test = b.starts("b");
        b.isHeldBack();

        run.end();

        assertThat(test).succeedsWithin(Duration.ofSeconds(30));
    }

    @Test
    void noRunIsFoundThatNobodyToldOf() {
        RunningTests other = RunningTests.begin();
        RunningTests second = RunningTests.begin();
        try {
            other.testStarted("told", null);
            assertThat(RunningTests.of("untold")).isEmpty();
            assertThat(RunningTests.of("told")).as("while another run goes on").isEmpty();
        } finally {
            other.end();
            second.end();
        }
    }

    /** A thread of JUnit's. */
    private final class Worker {
        private final ExecutorService executor = Executors.newSingleThreadExecutor();
        private final Thread thread = does(Thread::currentThread).join();

        private Worker() {
            workers.add(this);
        }

        private <T> CompletableFuture<T> does(Callable<T> action) {
            CompletableFuture<T> done = new CompletableFuture<>();
            executor.execute(() -> {
                try {
                    done.complete(action.call());
                } catch (Throwable t) {
                    done.completeExceptionally(t);
                }
            });
            return done;
        }

        private CompletableFuture<?> starts(String test) {
            return starts(test, "engine");
        }

        private CompletableFuture<?> starts(String test, String parent) {
            return does(() -> {
                run.testStarted(test, parent);
                return test;
            });
        }

        private CompletableFuture<?> startsContainer(String container, int children) {
            return does(() -> {
                run.containerStarted(container, "engine", children);
                return container;
            });
        }

        private CompletableFuture<?> ends(String test) {
            return ends(test, "engine");
        }

        private CompletableFuture<?> ends(String test, String parent) {
            return does(() -> {
                run.finished(test, parent);
                return test;
            });
        }

        private CompletableFuture<Alone> asks(String test) {
            return does(() -> run.alone(test));
        }

        private void isHeldBack() {
            await().until(() -> holdingBack(thread));
        }

        private static boolean holdingBack(Thread thread) {
            StackTraceElement[] stack = thread.getStackTrace();
            return stack.length > 0
                    && stack[0].getMethodName().startsWith("wait")
                    && List.of(stack).stream()
                            .anyMatch(frame -> frame.getClassName().equals(RunningTests.class.getName()));
        }
    }
}
