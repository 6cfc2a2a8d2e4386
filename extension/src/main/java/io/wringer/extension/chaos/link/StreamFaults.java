package io.wringer.extension.chaos.link;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/**
 * The faults of one direction: of the link, as the pattern for new connections, or of one connection, where positions in
 * the stream count down.
 *
 * <p>Times are nanoseconds since the start of the link. Used by the thread of the link only.
 */
final class StreamFaults {

    /** A time that never comes. */
    static final long NEVER = Long.MAX_VALUE;

    private static final long NONE = -1;

    private final SplittableRandom random;

    private long stalledUntil;
    private boolean partitioned;
    private long delay;
    private long jitter;
    private long bytesPerSecond;
    private double corruption;
    private long untilCorruption = NONE;
    private long untilNth = NONE;
    private long untilCut = NONE;

    StreamFaults(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Returns the faults of a new connection. */
    StreamFaults copy(long seed) {
        StreamFaults copy = new StreamFaults(seed);
        copy.stalledUntil = stalledUntil;
        copy.partitioned = partitioned;
        copy.delay = delay;
        copy.jitter = jitter;
        copy.bytesPerSecond = bytesPerSecond;
        copy.corrupt(corruption);
        copy.untilNth = untilNth;
        copy.untilCut = untilCut;
        return copy;
    }

    void stall(long until) {
        stalledUntil = until;
    }

    void partition() {
        partitioned = true;
    }

    void latency(long newDelay, long newJitter) {
        delay = newDelay;
        jitter = newJitter;
    }

    void slow(long newBytesPerSecond) {
        bytesPerSecond = newBytesPerSecond;
    }

    void corrupt(double probability) {
        corruption = probability;
        untilCorruption = nextCorruption();
    }

    void corruptByte(long nth) {
        untilNth = nth - 1;
    }

    void truncate(long afterBytes) {
        untilCut = afterBytes;
    }

    void heal() {
        stalledUntil = 0;
        partitioned = false;
        latency(0, 0);
        bytesPerSecond = 0;
        corrupt(0);
        untilNth = NONE;
        untilCut = NONE;
    }

    boolean partitioned() {
        return partitioned;
    }

    boolean stalled(long now) {
        return stalledUntil > now;
    }

    boolean delayed() {
        return delay > 0 || jitter > 0;
    }

    boolean slowed() {
        return bytesPerSecond > 0;
    }

    long bytesPerSecond() {
        return bytesPerSecond;
    }

    /** Tells whether nothing has to wait. */
    boolean transparent(long now) {
        return !partitioned && !stalled(now) && !delayed() && !slowed();
    }

    /** Returns when bytes may pass again; a time in the past if they may now. */
    long opensAt() {
        return partitioned ? NEVER : stalledUntil;
    }

    /** Draws how long the next piece of data is on its way. */
    long travelTime() {
        return jitter == 0 ? delay : delay + random.nextLong(jitter + 1);
    }

    /** Tells whether the stream ends here. */
    boolean cut() {
        return untilCut == 0;
    }

    /** Takes away what lies behind the end of a truncated stream. */
    void truncate(ByteBuffer data) {
        if (untilCut == NONE) {
            return;
        }
        int passed = (int) Math.min(untilCut, data.remaining());
        data.limit(data.position() + passed);
        untilCut -= passed;
    }

    /**
     * Flips bits.
     *
     * @return how many bytes were changed
     */
    int corrupt(ByteBuffer data) {
        return corruptNth(data) + corruptSome(data);
    }

    private int corruptNth(ByteBuffer data) {
        if (untilNth == NONE) {
            return 0;
        }
        if (untilNth >= data.remaining()) {
            untilNth -= data.remaining();
            return 0;
        }
        flip(data, (int) untilNth);
        untilNth = NONE;
        return 1;
    }

    private int corruptSome(ByteBuffer data) {
        if (untilCorruption == NONE) {
            return 0;
        }
        int flipped = 0;
        while (untilCorruption < data.remaining()) {
            flip(data, (int) untilCorruption);
            flipped++;
            untilCorruption += 1 + nextCorruption();
        }
        untilCorruption -= data.remaining();
        return flipped;
    }

    private void flip(ByteBuffer data, int offset) {
        int index = data.position() + offset;
        data.put(index, (byte) (data.get(index) ^ 1 << random.nextInt(Byte.SIZE)));
    }

    /** Draws the number of sound bytes before the next corrupt one, which is distributed geometrically. */
    private long nextCorruption() {
        if (corruption == 0) {
            return NONE;
        }
        double sound = Math.log1p(-random.nextDouble()) / Math.log1p(-corruption);
        return corruption == 1 ? 0 : (long) Math.min(sound, Long.MAX_VALUE / 2.0);
    }
}
