package io.wringer.extension.stress;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happened in one interval of the load, usually a second; immutable.
 *
 * @param endNanos time of the load at its end
 * @param nanos how long it was
 * @param count operations completed
 * @param failures failed ones among them
 * @param p50 nanoseconds, {@code null} without operations
 * @param p99 nanoseconds, {@code null} without operations; of merged intervals the larger one
 * @param resources what the process used
 * @param metrics what the metrics of the test's own said at its end, NaN for nothing yet
 */
record Second(
        long endNanos,
        long nanos,
        long count,
        long failures,
        @Nullable Long p50,
        @Nullable Long p99,
        Usage resources,
        Map<String, Double> metrics) {

    Second {
        metrics = Map.copyOf(metrics);
    }

    /** Joins each interval with the next one, to keep the memory of a long run bounded. */
    static List<Second> thinned(List<Second> seconds) {
        List<Second> result = new ArrayList<>();
        for (int i = 0; i < seconds.size(); i += 2) {
            result.add(i + 1 < seconds.size() ? seconds.get(i).plus(seconds.get(i + 1)) : seconds.get(i));
        }
        return result;
    }

    /** Joins it with the one that follows. */
    Second plus(Second next) {
        return new Second(
                next.endNanos,
                nanos + next.nanos,
                count + next.count,
                failures + next.failures,
                weightedMean(next),
                larger(p99, next.p99),
                resources.plus(next.resources, nanos, next.nanos),
                next.metrics);
    }

    private @Nullable Long weightedMean(Second next) {
        if (p50 == null || next.p50 == null) {
            return p50 == null ? next.p50 : p50;
        }
        return Math.round((p50 * (double) count + next.p50 * (double) next.count) / (count + next.count));
    }

    private static @Nullable Long larger(@Nullable Long left, @Nullable Long right) {
        if (left == null || right == null) {
            return left == null ? right : left;
        }
        return Math.max(left, right);
    }
}
