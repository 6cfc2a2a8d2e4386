package io.wringer.extension.agent;

import org.jspecify.annotations.Nullable;

/** Says why there is no Instrumentation, and which one line to add. */
public final class AgentUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    AgentUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
