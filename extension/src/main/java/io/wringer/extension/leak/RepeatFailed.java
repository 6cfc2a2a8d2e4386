package io.wringer.extension.leak;

import org.jspecify.annotations.Nullable;

/** Says that the body failed when it was repeated. */
final class RepeatFailed extends Exception {

    private static final long serialVersionUID = 1L;

    private final int iteration;
    private final transient Throwable original;
    private final transient StackTraceElement @Nullable [] blockedAt;
    private final transient long nanos;

    /**
     * Creates it.
     *
     * @param iteration the failing execution, JUnit's own being the first
     * @param original what the body threw
     * @param blockedAt where the call was interrupted because it blocked, {@code null} if it was not
     * @param nanos how long the call took
     */
    RepeatFailed(int iteration, Throwable original, StackTraceElement @Nullable [] blockedAt, long nanos) {
        super("iteration " + iteration, original, false, false);
        this.iteration = iteration;
        this.original = original;
        this.blockedAt = blockedAt;
        this.nanos = nanos;
    }

    int iteration() {
        return iteration;
    }

    Throwable original() {
        return original;
    }

    StackTraceElement @Nullable [] blockedAt() {
        return blockedAt;
    }

    long nanos() {
        return nanos;
    }
}
