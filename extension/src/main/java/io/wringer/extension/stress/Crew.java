package io.wringer.extension.stress;

import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What all workers of one load share; immutable but for the gate.
 *
 * @param operations what is called
 * @param loop calls them
 * @param gate where the workers wait for the next phase
 * @param threads how many workers are active over the time of the load, {@code null} if all are
 * @param rate the planned starts, {@code null} for a closed model
 * @param thinkTime pause between two operations of a worker
 * @param virtual whether the workers are virtual threads
 * @param seed of the order of operations
 */
record Crew(
        Operations operations,
        Loop loop,
        Gate gate,
        @Nullable Profile threads,
        @Nullable Profile rate,
        Duration thinkTime,
        boolean virtual,
        long seed) {

    /** Linux wakes a thread about 50 microseconds late; a start is awaited spinning for a little longer than that. */
    private static final double LONGEST_SPIN = 80_000;

    /** All workers together spin for no more than this share of the time. */
    private static final double SPIN_SHARE = 0.1;

    /** Tells whether nothing lies between two operations of a worker. */
    boolean isHot() {
        return rate == null && thinkTime.isZero() && !operations.hasHooks() && !operations.hasAsync();
    }

    int[] mix(int worker) {
        return operations.mix(new Random(seed + worker));
    }

    long spinNanos() {
        double perStart = rate == null || rate.peak() == 0 ? LONGEST_SPIN : SPIN_SHARE * 1e9 / rate.peak();
        return (long) Math.min(LONGEST_SPIN, perStart);
    }
}
