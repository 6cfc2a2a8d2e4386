package io.wringer.chaos;

import java.net.InetSocketAddress;
import org.apiguardian.api.API;

/**
 * A TCP link to a server that behaves as a bad network does: a port on this machine whose connections are passed on to
 * the server, byte by byte, with the faults that the test asks for.
 *
 * <p>Injected as a parameter that carries {@link Link @Link}. Give {@link #host()} and {@link #port()} to any client,
 * also to one in another process:
 *
 * <pre>{@code
 * @Test
 * void survivesASilentDatabase(@Link(to = "localhost:5432") FaultyLink db) {
 *     OrderStore store = new OrderStore(db.host(), db.port());
 *     db.stall(Duration.ofSeconds(2));
 *     store.insert(anOrder());
 * }
 * }</pre>
 *
 * <p>Client and server keep their real sockets: time-outs, closing and interrupts work as they do in production. Without
 * a fault the link is transparent, ends of streams and resets included; a server that refuses is seen as a reset, since
 * the link has accepted by then. UDP and Unix domain sockets don't pass a link.
 *
 * <p>Thread-safe. The faults of a link end with its test, and the link is closed then.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface FaultyLink extends LinkFaults {

    /** Directions of the bytes on a link. */
    enum Direction {

        /** What the client sends. */
        TO_SERVER,

        /** What the server sends. */
        TO_CLIENT,

        /** Both. */
        BOTH
    }

    /**
     * Returns the host to give to the client.
     *
     * @return {@code "127.0.0.1"}, or what the loopback address of the machine is
     */
    String host();

    /**
     * Returns the port to give to the client.
     *
     * @return the port that the link listens on, the same for all of its life
     */
    int port();

    /**
     * Returns host and port to give to the client.
     *
     * @return the address that the link listens on
     */
    InetSocketAddress address();

    /**
     * Returns where connections are passed on to.
     *
     * @return the address of the server
     */
    InetSocketAddress target();

    /**
     * Returns the faults of what the client sends.
     *
     * @return faults of one direction
     */
    LinkFaults toServer();

    /**
     * Returns the faults of what the server sends.
     *
     * @return faults of one direction
     */
    LinkFaults toClient();

    /**
     * Lets bytes vanish in a direction; see {@link #partition()}.
     *
     * @param direction which bytes vanish
     */
    default void partition(Direction direction) {
        switch (direction) {
            case TO_SERVER -> toServer().partition();
            case TO_CLIENT -> toClient().partition();
            case BOTH -> partition();
        }
    }

    /**
     * Refuses new connections until {@link #heal()}; open ones stay.
     *
     * <p>Nothing listens on the port any more, so that clients get their system's own "connection refused", while the
     * port stays reserved. Where the system can't reserve it, connections are accepted and reset at once, which a note on
     * the test says.
     */
    void refuse();

    /**
     * Returns how many connections were accepted so far.
     *
     * @return 0 or more
     */
    long connections();

    /**
     * Returns how many bytes were passed on so far.
     *
     * @return 0 or more, in both directions
     */
    long bytes();
}
