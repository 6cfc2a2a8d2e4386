package io.wringer.extension.leak;

import io.wringer.extension.leak.heap.HeapCounter;
import io.wringer.extension.leak.heap.Histogram;
import io.wringer.extension.run.TestBody;
import io.wringer.leak.Lifecycle;
import io.wringer.leak.Resource;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A check of a body that leaks a few objects, once per JVM and without a collection: it loads the classes and links the
 * lambdas of all checks that follow, which would otherwise be counted as growth of the body's own.
 */
final class Rehearsal implements TestBody, HeapCounter {

    /** Few iterations, which walks compare, and many, which counts do. */
    private static final List<Integer> ITERATIONS = List.of(12, 300);

    private static LeakSpec spec(int iterations) {
        return new LeakSpec(
                OptionalInt.of(iterations),
                OptionalInt.of(2),
                Duration.ofSeconds(1),
                false,
                0,
                Set.of(Resource.HEAP),
                Set.of(),
                Ignored.of(List.of()),
                Lifecycle.BODY,
                HeapDumps.never());
    }

    private static boolean done;

    private final List<Object> kept = new ArrayList<>();

    private Rehearsal() {}

    /** Rehearses if nobody did before. */
    static synchronized void once() {
        if (!done) {
            done = true;
            ITERATIONS.forEach(iterations -> new Rehearsal().play(spec(iterations)));
        }
    }

    private void play(LeakSpec spec) {
        try {
            Repetition repetition = new Repetition(
                    spec, new Probe(), this, (roots, own) -> Instruments.rehearsing(spec, List.of(kept), this));
            repetition.run(this, this);
        } catch (Throwable e) {
            throw new IllegalStateException("the leak check cannot even check itself", e);
        }
    }

    @Override
    public void collect(int times) {
        // nothing is to be collected
    }

    @Override
    public Histogram histogram() {
        return Histogram.of(Map.of(
                Object.class.getName(),
                new Histogram.Count(kept.size(), kept.size() * 16L),
                "[B",
                new Histogram.Count(1, kept.size() * 100L)));
    }

    @Override
    public int collections() {
        return 0;
    }

    @Override
    public @Nullable Object call() {
        kept.add(new Object());
        return null;
    }

    @Override
    public MethodHandle handle() {
        throw new UnsupportedOperationException("nobody asks for it");
    }

    @Override
    public Method method() {
        throw new UnsupportedOperationException("nobody asks for it");
    }

    @Override
    public Object instance() {
        return kept;
    }

    @Override
    public List<@Nullable Object> arguments() {
        return List.of();
    }
}
