package io.wringer.extension.chaos;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Whether a fault is at work: from the start of the test on as its window says, unless the test switches it by hand;
 * never after the end. Thread-safe.
 */
final class Window {

    private enum State {
        BEFORE_START,
        AS_PLANNED,
        ACTIVE,
        HEALED,
        ENDED
    }

    private final When when;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    private volatile Runnable listener = () -> {};
    private volatile State state = State.BEFORE_START;
    private volatile boolean openForGood;
    private volatile long startedAt;
    private volatile Instant startedAtClock = Instant.EPOCH;

    Window(When when, LongSupplier nanoTime) {
        this.when = when;
        this.nanoTime = nanoTime;
    }

    void start() {
        startedAtClock = Instant.now();
        startedAt = nanoTime.getAsLong();
        change(State.AS_PLANNED);
    }

    /** Returns when the test began, as the clock of the machine said. */
    Instant startedAtClock() {
        return startedAtClock;
    }

    void activate() {
        change(State.ACTIVE);
    }

    void heal() {
        change(State.HEALED);
    }

    void end() {
        change(State.ENDED);
    }

    private void change(State next) {
        lock.lock();
        try {
            if (state != State.ENDED) {
                state = next;
                openForGood = next == State.ACTIVE || (next == State.AS_PLANNED && when.isAlways());
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        listener.run();
    }

    /** Lets somebody know when a test switches the fault; the times of the plan are theirs to watch. */
    void onChange(Runnable told) {
        listener = told;
    }

    /** Tells whether the fault is at work until somebody changes that. */
    boolean isOpenForGood() {
        return openForGood;
    }

    boolean isOpen() {
        return switch (state) {
            case BEFORE_START, HEALED, ENDED -> false;
            case ACTIVE -> true;
            case AS_PLANNED -> when.isAlways() || when.isOpen(elapsed());
        };
    }

    private long elapsed() {
        return nanoTime.getAsLong() - startedAt;
    }

    /**
     * Waits until the fault heals.
     *
     * @return whether it healed; else the time was up or the thread was interrupted, which it then still is
     */
    boolean awaitHealed(long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (isOpen()) {
                if (left <= 0) {
                    return false;
                }
                long windowLeft = state == State.AS_PLANNED ? when.nanosLeft(elapsed()) : Long.MAX_VALUE;
                long wait = Math.min(left, Math.max(windowLeft, TimeUnit.MICROSECONDS.toNanos(1)));
                left -= wait - Math.max(0, changed.awaitNanos(wait));
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
