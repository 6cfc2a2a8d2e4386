package io.wringer.extension.leak.heap;

/** Collects garbage and counts what is left. */
public interface HeapCounter {

    /** Collects so many times. */
    void collect(int times);

    /** Counts what is on the heap, without a collection of its own. */
    Histogram histogram();

    /** Returns how many full collections were asked for so far. */
    int collections();
}
