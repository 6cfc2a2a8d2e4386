package io.wringer.extension.leak;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Interrupts a repeat that blocks, and keeps the stack it blocked at.
 *
 * <p>The repeat runs on the test's own thread, where thread-locals and held locks are what users expect. Arming costs
 * one volatile write and one read of the clock.
 */
final class Watchdog implements AutoCloseable {

    private static final long IDLE = 0;
    private static final long BITING = Long.MAX_VALUE;
    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration BITE_AGAIN = Duration.ofSeconds(1);

    private final Thread watched;
    private final AtomicLong since = new AtomicLong();
    private final Thread thread;
    private volatile long limitNanos;
    private volatile boolean closed;
    private volatile StackTraceElement @Nullable [] stack;

    Watchdog(Thread watched) {
        this.watched = watched;
        this.thread = new Thread(this::watch, "wringer-leak-watchdog");
        thread.setDaemon(true);
        thread.start();
    }

    void arm(long limit) {
        limitNanos = limit;
        since.set(Math.max(1, System.nanoTime()));
    }

    /** Ends the watch; returns the stack of the blocked call if it was interrupted, else {@code null}. */
    StackTraceElement @Nullable [] disarm() {
        if (since.getAndSet(IDLE) != BITING) {
            return null;
        }
        synchronized (this) {
            Thread.interrupted(); // ours, not the user's
            StackTraceElement[] seen = stack;
            stack = null;
            return seen == null ? new StackTraceElement[0] : seen;
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(BITE_AGAIN.toMillis());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        while (!closed) {
            LockSupport.parkNanos(POLL.toNanos());
            long start = since.get();
            if (start != IDLE && start != BITING && System.nanoTime() - start > limitNanos) {
                bite(start);
            }
        }
    }

    private void bite(long start) {
        StackTraceElement[] seen = watched.getStackTrace();
        if (since.compareAndSet(start, BITING)) {
            stack = seen;
            biteUntilReleased();
        }
    }

    /** Code that swallows an interrupt is interrupted again. */
    private void biteUntilReleased() {
        while (!closed && interruptIfBiting()) {
            LockSupport.parkNanos(BITE_AGAIN.toNanos());
        }
    }

    private synchronized boolean interruptIfBiting() {
        boolean biting = since.get() == BITING;
        if (biting) {
            watched.interrupt();
        }
        return biting;
    }
}
