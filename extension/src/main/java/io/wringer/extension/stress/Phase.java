package io.wringer.extension.stress;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of the load between two moments at which no operation is in flight.
 *
 * <p>Thread-safe: made by the coordinator, worked off by all workers.
 */
final class Phase {

    private static final long NO_DEADLINE = Long.MAX_VALUE / 4;

    private final long startedAt;
    private final long from;
    private final long deadline;
    private final @Nullable AtomicLong tickets;
    private final @Nullable Arrivals arrivals;
    private volatile boolean over;
    private volatile boolean drained;

    private Phase(long startedAt, long from, long deadline, @Nullable AtomicLong tickets, @Nullable Arrivals arrivals) {
        this.startedAt = startedAt;
        this.from = from;
        this.deadline = deadline;
        this.tickets = tickets;
        this.arrivals = arrivals;
    }

    /** Makes a phase that covers the time of the load from {@code from} to {@code to}. */
    static Phase timed(long now, long from, long to) {
        return new Phase(now, from, now + to - from, null, null);
    }

    /** Makes a phase of an exact number of operations. */
    static Phase counted(long now, long from, long operations) {
        return new Phase(now, from, now + NO_DEADLINE, new AtomicLong(operations), null);
    }

    /** Makes a phase in which operations start by a schedule. */
    static Phase scheduled(long now, long from, long to, Arrivals arrivals) {
        return new Phase(now, from, now + to - from, null, arrivals);
    }

    long startedAt() {
        return startedAt;
    }

    /** Returns the time after which no operation is started. */
    long deadline() {
        return deadline;
    }

    boolean hasDeadline() {
        return tickets == null;
    }

    @Nullable
    Arrivals arrivals() {
        return arrivals;
    }

    /** Converts a time of the clock to a time of the load, which stands still between phases. */
    long loadTime(long now) {
        return from + now - startedAt;
    }

    /** Converts a time of the load to a time of the clock. */
    long clockTime(long loadTime) {
        return startedAt + loadTime - from;
    }

    /** Claims up to {@code most} operations; returns how many were left of it. */
    int claim(int most) {
        if (tickets == null) {
            return most;
        }
        long before = tickets.getAndUpdate(left -> left - Math.min(left, most));
        int claimed = (int) Math.min(before, most);
        if (claimed == 0) {
            drained = true;
        }
        return claimed;
    }

    /** Tells whether a worker asked for an operation in vain: the last ones are under way. */
    boolean isDrained() {
        return drained;
    }

    /** Tells whether a further operation may be claimed. */
    boolean hasMore() {
        return !over && (tickets == null || tickets.get() > 0);
    }

    boolean isOver() {
        return over;
    }

    /** Ends the phase before its time. */
    void end() {
        over = true;
    }
}
