package io.wringer.extension.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.extension.run.Outcome;
import io.wringer.extension.verdict.Finding;
import io.wringer.stress.StressTest;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** Loads that stand still are stopped, and say why. */
class EndingTest {

    static class Loads {
        @StressTest(threads = 2, duration = "30s", grace = "1s")
        void load() {}

        @StressTest(threads = 2, duration = "300ms", grace = "300ms")
        void over() {}

        @StressTest(threads = 2, iterations = 1_000, grace = "1s")
        void counted() {}
    }

    @Test
    void aDeadlockIsNamedWithItsCycle() throws Exception {
        Outcome outcome = runIntoADeadlock("load");
        assertThat(Sessions.observed(outcome).nanos())
                .isLessThan(Duration.ofSeconds(25).toNanos());
    }

    @Test
    void aDeadlockOfAShortLoadIsNamedBeforeItsThreadsAreInterrupted() throws Exception {
        runIntoADeadlock("over");
    }

    private static Outcome runIntoADeadlock(String load) throws InterruptedException {
        ReentrantLock left = new ReentrantLock();
        ReentrantLock right = new ReentrantLock();
        CyclicBarrier both = new CyclicBarrier(2);
        AtomicInteger calls = new AtomicInteger();
        Outcome outcome = Sessions.run(Sessions.spec(Loads.class, load), () -> {
            boolean first = calls.getAndIncrement() % 2 == 0;
            ReentrantLock mine = first ? left : right;
            ReentrantLock others = first ? right : left;
            mine.lockInterruptibly();
            try {
                both.await();
                others.lockInterruptibly();
                others.unlock();
            } finally {
                mine.unlock();
            }
        });
        Finding finding = outcome.findings().get(0);
        assertThat(finding.headline())
                .startsWith("deadlock of 2 threads after ")
                .contains("wringer-stress-0 waits for java.util.concurrent.locks.ReentrantLock$NonfairSync@")
                .contains(" held by wringer-stress-1; wringer-stress-1 waits for ")
                .contains(" held by wringer-stress-0");
        assertThat(finding.evidence())
                .hasSize(2)
                .allSatisfy(stack -> assertThat(stack)
                        .startsWith("wringer-stress-")
                        .contains("(WAITING)")
                        .contains("at io.wringer.extension.stress.EndingTest."));
        return outcome;
    }

    @Test
    void aStallIsStoppedWithTheStacks() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        StressSpec spec = Sessions.spec(Loads.class, "counted").withStallAfter(Duration.ofSeconds(1));
        Outcome outcome = Sessions.run(spec, () -> {
            if (calls.getAndIncrement() >= 10) {
                never.await();
            }
        });
        assertThat(outcome.findings().get(0).headline())
                .startsWith("no operation was completed for ")
                .endsWith(" while 2 were in flight; the load was stopped");
        assertThat(outcome.findings().get(1).headline()).startsWith("2 operations of body hung: ");
        assertThat(outcome.findings().get(1).evidence().get(0)).contains("CountDownLatch.await");
        assertThat(Sessions.observed(outcome).total().count()).isEqualTo(12);
    }

    @Test
    void oneHungOperationOfAnExactNumberDoesNotHangTheBuild() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        Outcome outcome = Sessions.run(Sessions.spec(Loads.class, "counted"), () -> {
            if (calls.getAndIncrement() == 10) {
                never.await();
            }
        });
        assertThat(outcome.findings()).hasSize(1);
        assertThat(outcome.findings().get(0).headline()).startsWith("1 operation of body hung: still running after ");
        assertThat(Sessions.observed(outcome).total().failures()).isEqualTo(1);
    }

    @Test
    void slowOperationsAreNoStall() throws Exception {
        StressSpec spec = Sessions.spec(Loads.class, "counted", java.util.Map.of("wringer.stress.iterations", "4"))
                .withStallAfter(Duration.ofSeconds(1));
        AtomicInteger calls = new AtomicInteger();
        Outcome outcome = Sessions.run(spec, () -> Thread.sleep(calls.getAndIncrement() < 2 ? 300 : 1500));
        assertThat(outcome.findings()).isEmpty();
    }
}
