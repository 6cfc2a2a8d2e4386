package io.wringer.extension.stress;

import org.jspecify.annotations.Nullable;

/** How operations are started over time; immutable. */
sealed interface Load {

    /** Returns how many workers there are at most. */
    int workers();

    /** Returns how many of them are active over the time of the load, {@code null} if all are. */
    default @Nullable Profile threads() {
        return null;
    }

    /** Returns the planned starts, {@code null} for a closed model. */
    default @Nullable Profile rate() {
        return null;
    }

    /**
     * Workers that call one operation after another for a time.
     *
     * @param workers at most
     * @param threads how many are active, {@code null} if all are
     * @param nanos how long
     */
    record Timed(int workers, @Nullable Profile threads, long nanos) implements Load {}

    /**
     * Workers that call an exact number of operations.
     *
     * @param workers at most
     * @param threads how many are active, {@code null} if all are
     * @param operations by all workers together
     */
    record Counted(int workers, @Nullable Profile threads, long operations) implements Load {}

    /**
     * Operations that start by a schedule, whether the ones before have ended or not.
     *
     * @param workers who run them; no more can be in flight
     * @param rate starts per second over the time of the load
     */
    record Scheduled(int workers, Profile rate) implements Load {}
}
