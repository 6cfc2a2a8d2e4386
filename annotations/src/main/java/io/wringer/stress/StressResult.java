package io.wringer.stress;

import java.time.Duration;
import java.util.List;
import org.apiguardian.api.API;

/**
 * What a {@link StressTest @StressTest} measured, of all operations together and of each; immutable.
 *
 * <p>Handed to {@link StressPlan#finalCheck}. For assertions see {@code io.wringer.extension.assertj.WringerAssertions}.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface StressResult extends OperationResult {

    /**
     * Returns how long the measured load lasted, without warm-up and pauses at checkpoints.
     *
     * @return a positive duration
     */
    Duration duration();

    /**
     * Returns what was measured of each operation.
     *
     * @return in the order of the plan
     */
    List<OperationResult> operations();

    /**
     * Returns what was measured of one operation.
     *
     * @param name its name in the plan
     * @return the measurements
     * @throws IllegalArgumentException if there is no such operation
     */
    OperationResult operation(String name);

    /**
     * Returns the last value of a metric, ratio or counter of the plan.
     *
     * @param name as registered
     * @return the value
     * @throws IllegalArgumentException if there is no such metric
     */
    double metric(String name);

    /**
     * Returns how many starts a planned rate asked for.
     *
     * @return zero or more; zero without a planned rate
     */
    long plannedStarts();

    /**
     * Returns how many of the starts that took place were more than a millisecond late.
     *
     * @return zero or more; zero without a planned rate
     */
    long lateStarts();

    /**
     * Returns how many of the planned starts did not take place.
     *
     * @return zero or more
     */
    long missedStarts();
}
