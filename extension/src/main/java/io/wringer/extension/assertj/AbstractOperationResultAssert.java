package io.wringer.extension.assertj;

import io.wringer.extension.grammar.Rates;
import io.wringer.extension.grammar.Rendering;
import io.wringer.stress.OperationResult;
import java.time.Duration;
import org.apiguardian.api.API;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions about what was measured of operations.
 *
 * @param <S> the type of the assertion
 * @param <A> the type of what was measured
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public abstract class AbstractOperationResultAssert<
                S extends AbstractOperationResultAssert<S, A>, A extends OperationResult>
        extends AbstractAssert<S, A> {

    private static final double PERCENT = 100;

    AbstractOperationResultAssert(A actual, Class<?> type) {
        super(actual, type);
    }

    /**
     * Goes on with the median of the latency.
     *
     * @return the assertion about the latency
     */
    public LatencyAssert<S> p50() {
        return percentile(50);
    }

    /**
     * Goes on with the 95th percentile of the latency.
     *
     * @return the assertion about the latency
     */
    public LatencyAssert<S> p95() {
        return percentile(95);
    }

    /**
     * Goes on with the 99th percentile of the latency.
     *
     * @return the assertion about the latency
     */
    public LatencyAssert<S> p99() {
        return percentile(99);
    }

    /**
     * Goes on with a percentile of the latency.
     *
     * @param percent above 0 and at most 100
     * @return the assertion about the latency
     */
    public LatencyAssert<S> percentile(double percent) {
        return latency("p" + Rendering.number(percent), measured().percentile(percent));
    }

    /**
     * Goes on with the longest latency.
     *
     * @return the assertion about the latency
     */
    public LatencyAssert<S> max() {
        return latency("max", measured().max());
    }

    /**
     * Goes on with the mean latency.
     *
     * @return the assertion about the latency
     */
    public LatencyAssert<S> mean() {
        return latency("mean", measured().mean());
    }

    /**
     * Asserts that no operation failed, and that there was at least one.
     *
     * @return this assertion
     */
    public S hasNoFailures() {
        A measured = measured();
        if (measured.failures() > 0) {
            failWithMessage(
                    "Expected no failures of %s but %s of %s failed",
                    measured.name(), Rendering.number(measured.failures()), Rendering.number(measured.count()));
        }
        return myself;
    }

    /**
     * Asserts the share of operations that did not fail.
     *
     * @param percent the least share, for example 99.5
     * @return this assertion
     */
    public S hasSuccessOfAtLeast(double percent) {
        A measured = measured();
        if (measured.success() * PERCENT < percent) {
            failWithMessage(
                    "Expected success of %s to be at least %s but was %s (%s of %s failed)",
                    measured.name(),
                    Rendering.percent(percent / PERCENT),
                    Rendering.percent(measured.success()),
                    Rendering.number(measured.failures()),
                    Rendering.number(measured.count()));
        }
        return myself;
    }

    /**
     * Asserts the throughput of successful operations.
     *
     * @param rate the least rate, for example {@code "1000/s"}
     * @return this assertion
     */
    public S hasThroughputOfAtLeast(String rate) {
        double least = Rates.parse(rate);
        A measured = measured();
        if (measured.throughput() < least) {
            failWithMessage(
                    "Expected throughput of %s to be at least %s but was %s",
                    measured.name(), Rates.render(least), Rates.render(measured.throughput()));
        }
        return myself;
    }

    /**
     * Asserts how many operations were completed.
     *
     * @param count the exact number
     * @return this assertion
     */
    public S hasCount(long count) {
        isNotNull();
        if (actual.count() != count) {
            failWithMessage(
                    "Expected %s of %s but there were %s",
                    Rendering.number(count), actual.name(), Rendering.number(actual.count()));
        }
        return myself;
    }

    private LatencyAssert<S> latency(String metric, Duration latency) {
        return new LatencyAssert<>(latency, myself, metric + " of " + actual.name());
    }

    /** A statement about nothing is no statement: there must be an operation. */
    private A measured() {
        isNotNull();
        if (actual.count() == 0) {
            failWithMessage("Expected measurements of %s but no operation was completed", actual.name());
        }
        return actual;
    }
}
