package io.wringer.extension.stress;

import org.jspecify.annotations.Nullable;

/**
 * What the process used during an interval; immutable. {@code null} stands for what this JVM does not tell.
 *
 * @param cpu share of all processors, between 0 and 1
 * @param heapAfterGc bytes that were live after the last garbage collection, {@code null} before the first one
 * @param gcPauseNanos all pauses together
 * @param longestGcPauseNanos the longest pause
 * @param allocated bytes that the workers allocated
 * @param threads live threads beside Wringer's own
 */
record Usage(
        @Nullable Double cpu,
        @Nullable Long heapAfterGc,
        long gcPauseNanos,
        long longestGcPauseNanos,
        @Nullable Long allocated,
        int threads) {

    Usage plus(Usage next, long nanos, long nextNanos) {
        return new Usage(
                cpu == null || next.cpu == null ? null : (cpu * nanos + next.cpu * nextNanos) / (nanos + nextNanos),
                next.heapAfterGc,
                gcPauseNanos + next.gcPauseNanos,
                Math.max(longestGcPauseNanos, next.longestGcPauseNanos),
                allocated == null || next.allocated == null ? null : Long.valueOf(allocated + next.allocated),
                Math.max(threads, next.threads));
    }
}
