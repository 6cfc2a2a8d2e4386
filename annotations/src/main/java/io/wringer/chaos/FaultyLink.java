package io.wringer.chaos;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.apiguardian.api.API;

/**
 * A TCP proxy inside this JVM that behaves as a bad network does, for clients that can't be diverted: another process,
 * a native transport.
 *
 * <p>Faults add up, last until {@link #heal()} or the end of the test, and strike open connections as well as new ones.
 * Thread-safe.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface FaultyLink {

    /** Directions of data on a connection. */
    enum Direction {
        /** From the client to the target. */
        TO_TARGET,
        /** From the target to the client. */
        FROM_TARGET,
        /** Both. */
        BOTH
    }

    /**
     * Returns the host to give to the client.
     *
     * @return {@code "127.0.0.1"}
     */
    String host();

    /**
     * Returns the port to give to the client.
     *
     * @return a free port that the link listens on
     */
    int port();

    /**
     * Returns host and port.
     *
     * @return the address that the link listens on
     */
    InetSocketAddress address();

    /** Breaks all open connections with a TCP reset, once. */
    void reset();

    /** Refuses new connections; open ones stay. */
    void refuse();

    /** Holds all data in both directions; it is delivered when the link heals. */
    void stall();

    /**
     * Drops all data in a direction, without a sign to either side, and leaves new connections without an answer.
     *
     * @param direction which data is lost
     */
    void partition(Direction direction);

    /**
     * Delays each piece of data.
     *
     * @param delay at least 0
     * @param jitter what is added at most, drawn evenly from the seed
     */
    void latency(Duration delay, Duration jitter);

    /**
     * Delays each piece of data.
     *
     * @param delay at least 0
     */
    default void latency(Duration delay) {
        latency(delay, Duration.ZERO);
    }

    /**
     * Limits the bandwidth.
     *
     * @param bytesPerSecond at least 1, per connection and direction
     */
    void slow(long bytesPerSecond);

    /** Changes one byte in each piece of data that comes from the target. */
    void corrupt();

    /**
     * Ends connections after some data from the target.
     *
     * @param bytes how many more bytes of each connection are passed on, at least 0
     */
    void truncate(long bytes);

    /** Ends all faults; held data is delivered. */
    void heal();

    /**
     * Returns how many connections were accepted so far.
     *
     * @return 0 or more
     */
    long connections();

    /**
     * Returns how many bytes were passed on so far, in both directions.
     *
     * @return 0 or more
     */
    long bytes();
}
