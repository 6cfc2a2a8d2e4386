package io.wringer;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/**
 * Says that a Wringer annotation, override or set-up can't be used as it is written, and what would be right.
 *
 * <p>It is thrown before the body of the test runs once. Its message names the element, the annotation, the attribute,
 * the value and the remedy.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class WringerConfigurationException extends ExtensionConfigurationException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an error with a message.
     *
     * @param message what is wrong, where, and what would be right
     */
    public WringerConfigurationException(String message) {
        super(message);
    }

    /**
     * Creates an error with a message and what led to it.
     *
     * @param message what is wrong, where, and what would be right
     * @param cause what led to it, or {@code null}
     */
    public WringerConfigurationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
