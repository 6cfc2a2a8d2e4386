package io.wringer.extension.stress;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * How an asynchronous operation ended; immutable.
 *
 * @param at when
 * @param failure what failed it, {@code null} for a success
 */
record Completion(long at, @Nullable Throwable failure) {

    /** An asynchronous operation that failed. */
    static final class Failed extends Exception {
        private static final long serialVersionUID = 1L;
        private final long at;

        Failed(Throwable cause, long at) {
            super(cause);
            this.at = at;
        }

        /** Returns when it failed. */
        long at() {
            return at;
        }
    }

    /**
     * Waits for a stage.
     *
     * @return the time at which it completed, which is before its waiter woke up
     */
    static long await(@Nullable CompletionStage<?> stage) throws Failed, InterruptedException {
        if (stage == null) {
            throw new Failed(
                    new NullPointerException("the asynchronous operation returned null in place of a stage"),
                    System.nanoTime());
        }
        Completion done = completionOf(stage);
        if (done.failure() != null) {
            throw new Failed(unwrapped(done.failure()), done.at());
        }
        return done.at();
    }

    private static Completion completionOf(CompletionStage<?> stage) throws InterruptedException {
        AtomicReference<@Nullable Completion> completion = new AtomicReference<>();
        Thread waiting = Thread.currentThread();
        stage.whenComplete((value, failure) -> {
            completion.set(new Completion(System.nanoTime(), failure));
            LockSupport.unpark(waiting);
        });
        Completion done;
        while ((done = completion.get()) == null) {
            LockSupport.park(stage);
            if (Thread.interrupted()) {
                throw new InterruptedException("the stage did not complete in time");
            }
        }
        return done;
    }

    private static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }
}
