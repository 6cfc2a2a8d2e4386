package io.wringer.chaos;

import org.apiguardian.api.API;

/**
 * Kinds of faults.
 *
 * <p>At a method ({@code type} and {@code method}, {@code at}) strike {@link #EXCEPTION}, {@link #LATENCY},
 * {@link #STALL}, {@link #RETURN}, {@link #CORRUPT}, {@link #TRUNCATE}, {@link #EXHAUST} and {@link #CUSTOM}; at an
 * {@code endpoint} strike {@link #LATENCY}, {@link #STALL}, {@link #SLOW}, {@link #CORRUPT}, {@link #TRUNCATE},
 * {@link #RESET}, {@link #REFUSE} and {@link #PARTITION}; {@link #DNS}, {@link #CLOCK_SKEW} and {@link #DISK_FULL} know
 * their places.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum Fault {

    /** Throws an exception instead of, or after, the call. */
    EXCEPTION,

    /** Delays the call, or each piece of data of a connection in both directions. */
    LATENCY,

    /** Holds the call, or all data of a connection, until the fault heals; held data is then delivered. */
    STALL,

    /** Returns a value without making the call; with {@link Phase#AFTER}, instead of the call's own. */
    RETURN,

    /** Changes bytes: of the returned array or text, or of what the endpoint answers. */
    CORRUPT,

    /** Ends early: the returned array or text, or what the endpoint answers, whose connection is then closed. */
    TRUNCATE,

    /** Limits the bandwidth of a connection. */
    SLOW,

    /** Breaks connections with a TCP reset. */
    RESET,

    /** Refuses new connections. */
    REFUSE,

    /** Drops all data of a connection in one or both directions, and leaves new connections without an answer. */
    PARTITION,

    /** Answers name look-ups with an error, a wrong address, or late. */
    DNS,

    /** Lets the clock jump or drift for the classes of the test and the code under test. */
    CLOCK_SKEW,

    /** Fails writes to files after a part of the data, as a full disk does. */
    DISK_FULL,

    /** Fails as the JVM or the library does when heap, threads, file descriptors or a pool are used up. */
    EXHAUST,

    /** Calls the user's own {@link CustomFault}. */
    CUSTOM
}
