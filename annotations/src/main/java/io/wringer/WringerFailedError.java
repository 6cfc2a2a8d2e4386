package io.wringer;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;

/**
 * Says that a property or an objective did not hold: the findings of one test, the cause first.
 *
 * <p>The first original throwable of the code under test is the {@linkplain #getCause() cause}; further ones are
 * {@linkplain #getSuppressed() suppressed}.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class WringerFailedError extends AssertionFailedError {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an error from rendered findings.
     *
     * @param message the findings, the most telling one first
     * @param cause the first original throwable of the code under test, or {@code null}
     */
    public WringerFailedError(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
