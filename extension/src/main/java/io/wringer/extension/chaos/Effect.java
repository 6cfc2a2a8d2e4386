package io.wringer.extension.chaos;

import io.wringer.extension.chaos.weave.Striker;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What a fault does to a call that it strikes; thread-safe. */
@FunctionalInterface
interface Effect {

    /**
     * Strikes.
     *
     * @param call the call
     * @param number its number, from 1
     * @param random depends on the seed and the number only
     * @return the answer that the caller gets, {@code null} if the call goes on
     */
    Striker.@Nullable Answer strike(Striker.Call call, long number, RandomGenerator random) throws Throwable;

    /** Tells whether the next calls at a point get the answer that the last one got. */
    default boolean isSteadyAt(int point) {
        return false;
    }
}
