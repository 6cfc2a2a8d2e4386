package io.wringer.chaos;

import java.util.List;
import java.util.random.RandomGenerator;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A call that a {@link CustomFault} strikes; to be used by the struck thread only, until {@code strike} returns.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface FaultedCall {

    /**
     * Returns the object whose method is called.
     *
     * @return {@code null} for a static method or a constructor
     */
    @Nullable
    Object target();

    /**
     * Returns the arguments.
     *
     * @return the arguments in order; empty when the fault strikes {@link Phase#AFTER} the work
     */
    List<@Nullable Object> arguments();

    /**
     * Returns the place.
     *
     * @return for example {@code com.acme.Store.insert(Order)}
     */
    String place();

    /**
     * Returns the number of the call.
     *
     * @return counted from 1, over all calls that this fault could have struck
     */
    long number();

    /**
     * Returns a source of randomness that depends on the seed of the run and the number of the call only.
     *
     * @return the same sequence for the same seed
     */
    RandomGenerator random();

    /**
     * Answers the call: its work is not done, or its own answer is replaced.
     *
     * @param value the answer, of the return type of the method; {@code null} for {@code void}
     */
    void answer(@Nullable Object value);
}
