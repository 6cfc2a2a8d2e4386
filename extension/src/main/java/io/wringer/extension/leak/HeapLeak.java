package io.wringer.extension.leak;

import io.wringer.extension.leak.heap.Growth.Holder;
import io.wringer.extension.leak.heap.Growth.Pending;
import io.wringer.leak.Resource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A container that takes up objects iteration by iteration.
 *
 * @param holder the container
 * @param iterations how many lay between the two walks
 * @param swells whether an array grows while the number of objects stays
 * @param classes what grew with it, the leading class first
 * @param pending the futures that are never completed, {@code null} if it is something else
 */
record HeapLeak(
        Holder holder,
        int iterations,
        boolean swells,
        List<Series> classes,
        @Nullable Pending pending) {

    private static final Set<String> BY_TIME =
            Set.of("java.util.concurrent.DelayQueue", "java.util.TaskQueue", "java.util.TimerTask");

    /** By so much at least an array of the JDK swells per iteration where a body fills it. */
    private static final int LEAST_BYTES = 16;

    HeapLeak {
        classes = List.copyOf(classes);
    }

    HeapLeak(Holder holder, int iterations, boolean swells, List<Series> classes) {
        this(holder, iterations, swells, classes, null);
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

    /** Tells whether it waits in a queue that time empties, as cancelled tasks do until they would have been due. */
    boolean goesByTime() {
        return holder.path().touchesClass(BY_TIME::contains)
                || holder.path().touchesClass(name -> name.endsWith("ScheduledFutureTask"));
    }

    /** Tells whether the JDK holds it, and less than comes with the iterations of a body that leaks into the JDK. */
    boolean mayBeOfTheJdk() {
        return holder.path().isOfJdk()
                && (swells
                        ? bytesPerIteration() < LEAST_BYTES
                        : !GrowthRule.isPaceOfABody(holder.references(), iterations));
    }

    /** Returns the kind of resource that leaks. */
    Resource kind() {
        if (pending != null) {
            return Resource.FUTURES;
        }
        return holder.path().isThreadLocal() ? Resource.THREAD_LOCALS : Resource.HEAP;
    }
}
