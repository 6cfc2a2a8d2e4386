package io.wringer.extension.leak;

import io.wringer.extension.leak.heap.Growth.Holder;
import io.wringer.leak.Resource;
import java.util.List;

/**
 * A container that takes up objects iteration by iteration.
 *
 * @param holder the container
 * @param iterations how many lay between the two walks
 * @param swells whether an array grows while the number of objects stays
 * @param classes what grew with it, the leading class first
 */
record HeapLeak(Holder holder, int iterations, boolean swells, List<Series> classes) {

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

    /** Returns the kind of resource that leaks. */
    Resource kind() {
        if (holder.path().isThreadLocal()) {
            return Resource.THREAD_LOCALS;
        }
        return holder.path().type().equals("java.util.concurrent.CompletableFuture") ? Resource.FUTURES : Resource.HEAP;
    }
}
