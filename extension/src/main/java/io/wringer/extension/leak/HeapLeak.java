package io.wringer.extension.leak;

import io.wringer.extension.leak.heap.Growth.Holder;
import java.util.List;

/**
 * A container that takes up objects iteration by iteration.
 *
 * @param holder the container
 * @param iterations how many lay between the two walks
 * @param classes what grew with it, the leading class first
 */
record HeapLeak(Holder holder, int iterations, List<Series> classes) {

    HeapLeak {
        classes = List.copyOf(classes);
    }

    double referencesPerIteration() {
        return (double) holder.references() / iterations;
    }

    double bytesPerIteration() {
        return (double) holder.bytes() / iterations;
    }

    /** Tells whether the container took up the same objects again and again. */
    boolean sharesObjects() {
        return holder.objects() * 2 < holder.references();
    }
}
