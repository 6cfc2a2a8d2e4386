package io.wringer.chaos;

import org.apiguardian.api.API;

/**
 * Steers and counts the faults of the running test; injected as a parameter.
 *
 * <p>Thread-safe. After the end of the test nothing has an effect.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface Chaos {

    /**
     * Returns how many times the faults of this test fired so far.
     *
     * @return 0 or more, over all faults
     */
    long fired();

    /**
     * Returns how many times one fault fired so far.
     *
     * @param index the position of its annotation, counted from 0
     * @return 0 or more
     * @throws IndexOutOfBoundsException if there is no such fault
     */
    long fired(int index);

    /**
     * Returns how many calls, or pieces of data of a connection, the faults could have struck so far.
     *
     * @return 0 or more, over all faults
     */
    long calls();

    /** Ends all faults: nothing is struck any more, held calls and data go on. */
    void heal();

    /**
     * Ends one fault.
     *
     * @param index the position of its annotation, counted from 0
     * @throws IndexOutOfBoundsException if there is no such fault
     */
    void heal(int index);

    /** Lets all faults strike from now on, whatever their windows, until they are healed. */
    void activate();

    /**
     * Lets one fault strike from now on, whatever its window, until it is healed.
     *
     * @param index the position of its annotation, counted from 0
     * @throws IndexOutOfBoundsException if there is no such fault
     */
    void activate(int index);

    /**
     * Returns the seed that reproduces the run.
     *
     * @return the value for {@code -Dwringer.seed}
     */
    long seed();
}
