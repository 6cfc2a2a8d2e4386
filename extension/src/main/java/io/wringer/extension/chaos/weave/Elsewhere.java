package io.wringer.extension.chaos.weave;

import java.util.List;

/**
 * Remembers the threads that work for none of the tests whose faults are armed at a point, so that their calls are let
 * through without asking again; a look-up in an array, where a thread can only find itself.
 *
 * <p>Exact, since every change begins with an empty memory: whoever arms, disarms or ends a test publishes a new one, and
 * a thread that begins to work for another test {@linkplain #forget leaves} all of them. A thread notes itself in the
 * memory that belongs to the strikers it was judged by.
 *
 * <p>Woven code reads {@link #threads} by {@link GateTemplate#isHit(int)}. A slot holds the number of a thread that works
 * for no known test, or that of one that works for another test, negated. The first of them are counted beside it; two
 * such threads in one slot displace each other, and some of their calls may then go uncounted.
 */
final class Elsewhere {

    private static final int SLOTS = 64;

    private final List<Striker> strikers;
    private final long[] threads = new long[SLOTS << GateTemplate.SLOT_BITS];

    /** Creates an empty memory for the strikers of a point, of which there is at least one. */
    Elsewhere(List<Striker> strikers) {
        this.strikers = List.copyOf(strikers);
    }

    List<Striker> strikers() {
        return strikers;
    }

    /** Returns what woven code looks into. */
    long[] threads() {
        return threads;
    }

    /** Notes that no striker means the current thread, whose number is given. */
    void note(long thread, boolean unknown) {
        threads[slot(thread)] = unknown ? thread : -thread;
    }

    /** Forgets the current thread, whose number is given. */
    void forget(long thread) {
        int slot = slot(thread);
        if (Math.abs(threads[slot]) == thread) {
            threads[slot] = 0;
        }
    }

    /** Tells the strikers how many calls of threads that work for no known test were let through. */
    void report() {
        long calls = 0;
        for (int slot = 0; slot < threads.length; slot += 1 << GateTemplate.SLOT_BITS) {
            calls += threads[slot + 1];
        }
        if (calls > 0) {
            for (Striker striker : strikers) {
                striker.sparedMore(calls);
            }
        }
    }

    private int slot(long thread) {
        return ((int) thread << GateTemplate.SLOT_BITS) & (threads.length - 1);
    }
}
