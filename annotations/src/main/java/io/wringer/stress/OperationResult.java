package io.wringer.stress;

import java.time.Duration;
import org.apiguardian.api.API;

/**
 * What was measured of one operation, or of all together; immutable. Warm-up is not part of it.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface OperationResult {

    /**
     * Returns the name.
     *
     * @return the name of the operation; {@code "all operations"} for the whole
     */
    String name();

    /**
     * Returns how many operations were completed, failed ones included.
     *
     * @return zero or more
     */
    long count();

    /**
     * Returns how many operations failed.
     *
     * @return zero or more
     */
    long failures();

    /**
     * Returns the share of operations that did not fail.
     *
     * @return between 0 and 1; NaN without operations
     */
    default double success() {
        return count() == 0 ? Double.NaN : 1 - (double) failures() / count();
    }

    /**
     * Returns the successful operations per second.
     *
     * @return zero or more
     */
    double throughput();

    /**
     * Returns a quantile of the latency, failed operations included. With a planned rate, latency counts from the
     * intended start.
     *
     * @param percent for example 99.9; above 0 and at most 100
     * @return the latency that this share of the operations did not exceed, with three significant digits
     * @throws IllegalStateException without operations
     */
    Duration percentile(double percent);

    /**
     * Returns the median of the latency.
     *
     * @return as {@link #percentile}
     */
    default Duration p50() {
        return percentile(50);
    }

    /**
     * Returns the 95th percentile of the latency.
     *
     * @return as {@link #percentile}
     */
    default Duration p95() {
        return percentile(95);
    }

    /**
     * Returns the 99th percentile of the latency.
     *
     * @return as {@link #percentile}
     */
    default Duration p99() {
        return percentile(99);
    }

    /**
     * Returns the 99.9th percentile of the latency.
     *
     * @return as {@link #percentile}
     */
    default Duration p999() {
        return percentile(99.9);
    }

    /**
     * Returns the shortest latency.
     *
     * @return as {@link #percentile}
     */
    Duration min();

    /**
     * Returns the longest latency; operations that hung count with the time until they were given up.
     *
     * @return as {@link #percentile}
     */
    Duration max();

    /**
     * Returns the mean latency.
     *
     * @return as {@link #percentile}
     */
    Duration mean();
}
