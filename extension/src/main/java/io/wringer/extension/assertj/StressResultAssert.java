package io.wringer.extension.assertj;

import io.wringer.extension.grammar.Rendering;
import io.wringer.stress.StressResult;
import org.apiguardian.api.API;

/**
 * Assertions about a stress test: {@code assertThat(result).p99().isLessThan("10ms")}.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class StressResultAssert extends AbstractOperationResultAssert<StressResultAssert, StressResult> {

    StressResultAssert(StressResult actual) {
        super(actual, StressResultAssert.class);
    }

    /**
     * Goes on with one operation.
     *
     * @param name its name in the plan
     * @return the assertion about the operation
     */
    public OperationResultAssert operation(String name) {
        isNotNull();
        return new OperationResultAssert(actual.operation(name));
    }

    /**
     * Asserts that each start of a planned rate took place.
     *
     * @return this assertion
     */
    public StressResultAssert hasNoMissedStarts() {
        isNotNull();
        if (actual.missedStarts() > 0) {
            failWithMessage(
                    "Expected no missed starts but %s of %s were missed",
                    Rendering.number(actual.missedStarts()), Rendering.number(actual.plannedStarts()));
        }
        return this;
    }

    /**
     * Asserts the last value of a metric of the plan.
     *
     * @param name as registered
     * @param least the least value
     * @return this assertion
     */
    public StressResultAssert hasMetricOfAtLeast(String name, double least) {
        isNotNull();
        double value = actual.metric(name);
        if (!(value >= least)) {
            failWithMessage(
                    "Expected %s to be at least %s but was %s",
                    name, Rendering.number(least), Double.isNaN(value) ? "never recorded" : Rendering.number(value));
        }
        return this;
    }
}
