package io.wringer.extension.stress;

import io.wringer.stress.StressPlan.Feeder;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Makes feeders. */
final class Feeders {

    private static final long MIXER = 0x9E3779B97F4A7C15L; // 2^64 divided by the golden ratio: spreads neighbours

    private Feeders() {}

    /** Hands out values in order, over all threads together. */
    static <T> Feeder<T> inTurn(List<T> values) {
        AtomicLong next = new AtomicLong();
        return () -> values.get((int) (next.getAndIncrement() % values.size()));
    }

    /** Hands out random values; what a worker gets depends on the seed and its name only. */
    static <T> Feeder<T> random(long seed, Function<? super RandomGenerator, ? extends T> generator) {
        ThreadLocal<RandomGenerator> generators = ThreadLocal.withInitial(() -> new SplittableRandom(
                seed + MIXER * Thread.currentThread().getName().hashCode()));
        return () -> generator.apply(generators.get());
    }
}
