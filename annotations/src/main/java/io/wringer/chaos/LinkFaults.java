package io.wringer.chaos;

import java.time.Duration;
import org.apiguardian.api.API;

/**
 * What can happen to the bytes of a {@link FaultyLink}, in both directions or, by {@link FaultyLink#toServer()} and
 * {@link FaultyLink#toClient()}, in one.
 *
 * <p>Different faults add up; the same fault again replaces the former one. A fault lasts until {@link #heal()} or the
 * end of the test, and strikes open connections as well as those that follow. When a method returns, the fault is in
 * effect: no later byte escapes it. What a fault draws at random comes from the seed of the test, the number of the
 * connection and the direction.
 *
 * <p>The end of a stream, in order (FIN) or by a reset (RST), travels behind the bytes and is held, delayed or lost as
 * they are. A direction holds up to 1 MB per connection; then the sender has to wait, as with full socket buffers.
 *
 * <p>Thread-safe. After the end of the test every method but {@link #heal()} throws an {@link IllegalStateException}.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface LinkFaults {

    /**
     * Holds all bytes, as a peer does that is alive but busy: connections stay open, new ones are accepted.
     *
     * <p>Healing delivers the held bytes in their order.
     */
    void stall();

    /**
     * Holds all bytes for a time; then the stall, and no other fault, heals by itself.
     *
     * @param lasting how long, from now on
     * @throws IllegalArgumentException if the time is not positive
     */
    void stall(Duration lasting);

    /**
     * Delays the bytes, in order; establishing a connection is not delayed.
     *
     * @param delay what each piece of data waits at least
     * @throws IllegalArgumentException if the delay is negative
     */
    default void latency(Duration delay) {
        latency(delay, Duration.ZERO);
    }

    /**
     * Delays the bytes by varying times, in order; establishing a connection is not delayed.
     *
     * @param delay what each piece of data waits at least
     * @param jitter what is added at most, drawn evenly
     * @throws IllegalArgumentException if one of them is negative
     */
    void latency(Duration delay, Duration jitter);

    /**
     * Limits the bandwidth of each connection.
     *
     * @param bytesPerSecond at least 1; for each direction
     * @throws IllegalArgumentException if it is less than 1
     */
    void slow(long bytesPerSecond);

    /**
     * Lets bytes vanish without a sign to either side, as a pulled cable does.
     *
     * <p>New connections get no answer, so that a connect without a time-out of its own waits for as long as its system
     * does; where the system allows no such silence, they are accepted and their bytes vanish. As TCP sends again what
     * was not acknowledged, healing delivers the bytes, in order, and connects that still wait succeed when their system
     * asks again, which is after 1, 3, 7 seconds.
     */
    void partition();

    /**
     * Flips a bit in some of the bytes.
     *
     * @param probability of each byte to be struck, above 0 and at most 1
     * @throws IllegalArgumentException if it is none
     */
    void corrupt(double probability);

    /**
     * Flips a bit in one byte of each connection.
     *
     * @param nth which byte in a direction, counted from 1 for the first that arrives from now on
     * @throws IllegalArgumentException if it is less than 1
     */
    void corruptByte(long nth);

    /**
     * Ends the stream of each connection early, in order (FIN), and drops what follows; the other direction stays open.
     *
     * @param afterBytes how many bytes in a direction are still passed on, counted from now on
     * @throws IllegalArgumentException if it is negative
     */
    void truncate(long afterBytes);

    /**
     * Breaks all open connections at once, with a real TCP reset (RST); held bytes are lost. New connections are not
     * struck.
     *
     * <p>In one direction, only the peer at its end is told: with {@code toServer()} the server sees the reset, while the
     * client believes in its connection until it sends something, and is reset then.
     */
    void reset();

    /** Ends all faults, including stalls that would end by themselves; held and delayed bytes are delivered at once. */
    void heal();
}
