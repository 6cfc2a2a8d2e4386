package io.wringer.extension.assertj;

import io.wringer.stress.OperationResult;
import org.apiguardian.api.API;

/**
 * Assertions about one operation of a stress test.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class OperationResultAssert extends AbstractOperationResultAssert<OperationResultAssert, OperationResult> {

    OperationResultAssert(OperationResult actual) {
        super(actual, OperationResultAssert.class);
    }
}
