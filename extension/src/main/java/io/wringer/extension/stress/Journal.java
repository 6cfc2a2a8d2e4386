package io.wringer.extension.stress;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Latencies that one worker wrote and that were not yet collected, and what it is doing now.
 *
 * <p>Written by the worker alone, without a lock; readable by the coordinator at any time: an entry below
 * {@link #entries()} does not change until {@link #clear()}, which the worker calls under the lock that the coordinator
 * holds while it reads. Everything lies in arrays of its own, so that no two workers write to the same cache line.
 */
final class Journal {

    /** How many latencies fit. */
    static final int CAPACITY = 512;

    /** How many bits of an entry hold the operation; the others hold the latency in nanoseconds: 104 days. */
    static final int OPERATION_BITS = 10;

    /** How many operations a plan may have. */
    static final int MOST_OPERATIONS = 1 << OPERATION_BITS;

    private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle OBJECTS = MethodHandles.arrayElementVarHandle(Object[].class);

    /** What {@link #state()} says when no operation runs. */
    static final int IDLE = -1;

    /** What {@link #state()} says while the innermost loop runs one operation after another. */
    static final int BATCH = -2;

    private static final int CACHE_LINES = 16; // of longs: two lines, because processors fetch lines in pairs
    private static final int ENTRIES = CACHE_LINES;
    private static final int STATE = CACHE_LINES + 1;
    private static final int SINCE = CACHE_LINES + 2;
    private static final int SINCE_ENTRY = CACHE_LINES + 3;
    private static final int HEADER = CACHE_LINES + 8;
    private static final int SINK = 32;

    private final long[] words = new long[HEADER + CAPACITY + CACHE_LINES];
    private final @Nullable Object[] sink = new Object[2 * SINK];

    /** Says which operation runs from now on, {@link #BATCH} for one after another. */
    void enter(int state, long since) {
        since(0, since);
        WORDS.setOpaque(words, STATE, (long) state);
    }

    /** Says when the operation of an entry was started, where that is not when the one before had ended. */
    void since(int entry, long since) {
        WORDS.setOpaque(words, SINCE, since);
        WORDS.setOpaque(words, SINCE_ENTRY, (long) entry);
    }

    /** Says that no operation runs. */
    void leave() {
        WORDS.setOpaque(words, STATE, (long) IDLE);
    }

    /** Returns the operation that runs, or {@link #IDLE} or {@link #BATCH}. */
    int state() {
        return (int) (long) WORDS.getOpaque(words, STATE);
    }

    /** Returns when the operation that runs was started; exact for one that does not end meanwhile. */
    long since() {
        long since = (long) WORDS.getOpaque(words, SINCE);
        if (state() == BATCH) {
            int entries = entries();
            for (int entry = (int) (long) WORDS.getOpaque(words, SINCE_ENTRY); entry < entries; entry++) {
                since += latency(entry);
            }
        }
        return since;
    }

    /** Uses a value, so that the JIT compiler can't leave out its making. */
    void consume(@Nullable Object value) {
        if (value != null) {
            OBJECTS.setOpaque(sink, SINK, value);
        }
    }

    void write(int entry, long latency, int operation) {
        words[HEADER + entry] = latency << OPERATION_BITS | operation;
        WORDS.setRelease(words, ENTRIES, entry + 1L);
    }

    int entries() {
        return (int) (long) WORDS.getAcquire(words, ENTRIES);
    }

    long latency(int entry) {
        return words[HEADER + entry] >> OPERATION_BITS;
    }

    int operation(int entry) {
        return (int) words[HEADER + entry] & (MOST_OPERATIONS - 1);
    }

    void clear() {
        WORDS.setRelease(words, ENTRIES, 0L);
    }
}
