package io.wringer.extension.agent;

import org.jspecify.annotations.Nullable;

/** Says why there is no Instrumentation, or why it does not do what it should, and what to do instead. */
public final class AgentUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Creates it; the message is for the user. */
    public AgentUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
