package io.wringer.extension.assertj;

import io.wringer.stress.OperationResult;
import io.wringer.stress.StressResult;
import org.apiguardian.api.API;

/**
 * The entry point of the assertions, for a static import.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class WringerAssertions {

    private WringerAssertions() {}

    /**
     * Begins an assertion about the result of a stress test.
     *
     * @param actual what was measured
     * @return the assertion
     */
    public static StressResultAssert assertThat(StressResult actual) {
        return new StressResultAssert(actual);
    }

    /**
     * Begins an assertion about one operation of a stress test.
     *
     * @param actual what was measured
     * @return the assertion
     */
    public static OperationResultAssert assertThat(OperationResult actual) {
        return new OperationResultAssert(actual);
    }
}
