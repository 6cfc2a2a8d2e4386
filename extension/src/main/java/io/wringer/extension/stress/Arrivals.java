package io.wringer.extension.stress;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The schedule of starts that all workers share: whoever is free takes the next one. Thread-safe.
 *
 * <p>So a caller that is stuck delays nobody else, and when all are stuck, the starts that were due meanwhile keep their
 * intended times.
 */
final class Arrivals {

    private static final long LEAST_TOLERANCE = 100_000_000;
    private static final double TOLERANCE_SHARE = 0.01;

    private final Profile rate;
    private final long tolerance;
    private final AtomicLong next = new AtomicLong();

    Arrivals(Profile rate) {
        this.rate = rate;
        this.tolerance = Math.max(LEAST_TOLERANCE, (long) (rate.nanos() * TOLERANCE_SHARE));
    }

    /** Returns how many starts are planned until a time of the load. */
    long plannedBefore(long time) {
        return rate.eventsBefore(time);
    }

    /** Returns how many starts were due until a load was stopped; those that were hardly overdue don't count. */
    long dueBefore(long stopped, long started) {
        long overdue = plannedBefore(Math.max(0, stopped - tolerance));
        return Math.min(plannedBefore(stopped), Math.max(started, overdue));
    }

    /**
     * Claims the next start of a phase.
     *
     * <p>After the end of the phase, starts that are overdue by no more than a short tolerance are still handed out, so
     * that a hiccup at the very end is not mistaken for a rate that was not reached.
     *
     * @return its intended time by the clock, or {@link Worker#DONE}
     */
    long claim(Phase phase) {
        long limit = plannedBefore(phase.loadTime(phase.deadline()));
        for (long candidate = next.get(); candidate < limit; candidate = next.get()) {
            long intended = phase.clockTime(rate.dueTime(candidate));
            long now = System.nanoTime();
            if (now - phase.deadline() > 0 && now - intended > tolerance) {
                return Worker.DONE;
            }
            if (next.compareAndSet(candidate, candidate + 1)) {
                return intended;
            }
        }
        return Worker.DONE;
    }
}
