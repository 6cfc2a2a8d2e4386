package io.wringer.extension.stress;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Where workers wait between phases, and where the coordinator waits for them. Thread-safe. */
final class Gate {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final int workers;
    private @Nullable Phase phase;
    private int arrived;
    private boolean closed;

    Gate(int workers) {
        this.workers = workers;
    }

    /** Lets the workers into a phase. */
    void open(Phase next) {
        lock.lock();
        try {
            phase = next;
            arrived = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Sends the workers home. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a phase other than the one that was done; {@code null} when the load is over. */
    @Nullable
    Phase next(@Nullable Phase done) {
        lock.lock();
        try {
            while (!closed && phase == done) {
                changed.awaitUninterruptibly();
            }
            return closed ? null : phase;
        } finally {
            lock.unlock();
        }
    }

    /** Says that a worker has no operation in flight and has left a phase. */
    void arrive(Phase done) {
        lock.lock();
        try {
            if (phase == done && ++arrived == workers) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all workers have left the phase; tells whether they have. */
    boolean awaitQuiescence(long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        if (!lock.tryLock(nanos, TimeUnit.NANOSECONDS)) {
            return false;
        }
        try {
            long left = deadline - System.nanoTime();
            while (arrived < workers && left > 0) {
                left = changed.awaitNanos(left);
            }
            return arrived == workers;
        } finally {
            lock.unlock();
        }
    }
}
