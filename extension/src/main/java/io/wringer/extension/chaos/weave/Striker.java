package io.wringer.extension.chaos.weave;

import org.jspecify.annotations.Nullable;

/** One fault of one open test; thread-safe. */
public interface Striker {

    /** Returns where it strikes. */
    Place place();

    /** Returns the test. */
    Token token();

    /** Tells whether every thread of the JVM may be struck. */
    boolean everyThread();

    /** Tells whether threads that work for no known test may be struck while no other test is open. */
    boolean unknownThreads();

    /** Strikes or spares a call. What it throws, the caller gets. */
    @Nullable
    Answer strike(Call call) throws Throwable;

    /** Returns what further calls of the current thread get at the point of a call that was struck, if that is known. */
    @Nullable
    Steady steady(Call call, Answer given);

    /** Notes a call by the current thread, which works for no known test and was spared for that. */
    void spared();

    /** Notes further such calls, by threads that were noted before. */
    void sparedMore(long calls);

    /** Notes that a call by a thread that works for no known test is about to be struck or spared. */
    void unattributed();

    /**
     * A call at a point.
     *
     * @param point where
     * @param target the object, {@code null} for static methods
     * @param arguments the arguments, {@code null} after the work
     * @param answer the method's own answer after the work, {@code null} before it
     */
    @SuppressWarnings("ArrayRecordComponent") // as woven code hands it over; lives for one call
    record Call(
            Point point,
            @Nullable Object target,
            @Nullable Object @Nullable [] arguments,
            @Nullable Answer answer) {}

    /**
     * An answer that may be {@code null}.
     *
     * @param value what the caller gets
     */
    record Answer(@Nullable Object value) {}
}
