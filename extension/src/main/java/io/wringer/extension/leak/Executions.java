package io.wringer.extension.leak;

import io.wringer.extension.run.TestBody;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Executes the body, counts and times it, and does not let it block. */
final class Executions implements AutoCloseable {

    private final TestBody body;
    private final Schedule schedule;
    private final Watchdog watchdog = new Watchdog(Thread.currentThread());
    private Runnable between = () -> {};
    private int done;
    private long nanos;
    private long slowest;

    Executions(TestBody body, Schedule schedule) {
        this.body = body;
        this.schedule = schedule;
    }

    /** Executes JUnit's own call; what it throws is thrown as it is. */
    void first(TestBody first) throws Throwable {
        long start = System.nanoTime();
        first.call();
        done = 1;
        slowest = System.nanoTime() - start;
    }

    /** Gives what is called after each repeat. */
    void between(Runnable action) {
        between = action;
    }

    /** Repeats the body. */
    void repeat(int times) throws RepeatFailed {
        for (int i = 0; i < times; i++) {
            repeat();
        }
    }

    void repeat() throws RepeatFailed {
        long start = System.nanoTime();
        Throwable thrown = null;
        watchdog.arm(schedule.limitNanos(slowest));
        try {
            body.call();
        } catch (Throwable e) {
            thrown = e;
        }
        StackTraceElement[] blockedAt = watchdog.disarm();
        count(System.nanoTime() - start);
        if (blockedAt != null && thrown == null) {
            thrown = blocked(blockedAt);
        }
        if (thrown != null) {
            throw new RepeatFailed(done, thrown, blockedAt, System.nanoTime() - start);
        }
        between.run();
    }

    /** Returns executions so far, JUnit's own included. */
    int done() {
        return done;
    }

    int repeats() {
        return done - 1;
    }

    /** Returns the time that the repeats took. */
    long nanos() {
        return nanos;
    }

    List<Object> roots() {
        return roots(body);
    }

    /** Returns what walks of the heap start at besides static fields and threads: the test instance and its arguments. */
    static List<Object> roots(TestBody body) {
        List<Object> roots = new java.util.ArrayList<>();
        addIfPresent(roots, body.instance());
        body.arguments().forEach(argument -> addIfPresent(roots, argument));
        return roots;
    }

    @Override
    public void close() {
        watchdog.close();
    }

    private void count(long took) {
        done++;
        nanos += took;
        slowest = Math.max(slowest, took);
    }

    private static Throwable blocked(StackTraceElement[] at) {
        IllegalStateException blocked = new IllegalStateException("the repeat was interrupted because it blocked");
        blocked.setStackTrace(at);
        return blocked;
    }

    private static void addIfPresent(List<Object> roots, @Nullable Object root) {
        if (root != null) {
            roots.add(root);
        }
    }
}
