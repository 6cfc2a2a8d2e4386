package io.wringer.extension.chaos.link;

/**
 * Limits a bandwidth: bytes may leave after the time that a line of that bandwidth takes for them. Used by the thread of
 * the link only.
 */
final class Pace {

    private static final double NANOS_PER_SECOND = 1e9;

    /** A hundredth of a second: small enough to be smooth, large enough for timers of a millisecond. */
    private static final int PORTIONS_PER_SECOND = 100;

    private double earned;
    private long earnedAt;

    /** Begins with nothing saved up. */
    void start(long now) {
        earned = 0;
        earnedAt = now;
    }

    /** Notes that nothing could leave before a time: an idle line saves nothing up. */
    void idleUntil(long time) {
        earnedAt = Math.max(earnedAt, time);
    }

    /** Returns when a portion of the waiting bytes may leave; a time in the past if it may now. */
    long readyAt(long waiting, long bytesPerSecond, long now) {
        earn(bytesPerSecond, now);
        double missing = Math.min(waiting, portion(bytesPerSecond)) - earned;
        return missing <= 0 ? now : now + (long) Math.ceil(missing * NANOS_PER_SECOND / bytesPerSecond);
    }

    /** Returns how many bytes may leave now. */
    int allowed() {
        return (int) Math.min(earned, Integer.MAX_VALUE);
    }

    void spend(int bytes) {
        earned -= bytes;
    }

    private void earn(long bytesPerSecond, long now) {
        double most = 2.0 * portion(bytesPerSecond);
        earned = Math.min(most, earned + (now - earnedAt) * bytesPerSecond / NANOS_PER_SECOND);
        earnedAt = now;
    }

    private static long portion(long bytesPerSecond) {
        return Math.max(1, bytesPerSecond / PORTIONS_PER_SECOND);
    }
}
