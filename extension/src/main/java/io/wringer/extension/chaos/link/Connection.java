package io.wringer.extension.chaos.link;

import static io.wringer.extension.chaos.link.Stream.End.OPEN;
import static io.wringer.extension.chaos.link.Stream.End.RST;
import static java.nio.channels.SelectionKey.OP_CONNECT;
import static java.nio.channels.SelectionKey.OP_READ;
import static java.nio.channels.SelectionKey.OP_WRITE;

import io.wringer.chaos.FaultyLink.Direction;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection and the one to the server that belongs to it. Used by the thread of the link only.
 *
 * <p>Is told of every event; afterwards {@link #wakeAt()} says when it wants to be woken without one.
 */
final class Connection {

    private final Tally tally;
    private final Side client;
    private final Side server;
    private final Stream toServer;
    private final Stream toClient;

    private boolean connected;
    private boolean closed;
    private @Nullable Side orphan;

    /** Begins a connection to the target for an accepted client, which stays the caller's if that fails. */
    Connection(
            SocketChannel accepted,
            InetSocketAddress target,
            Selector selector,
            StreamFaults faultsToServer,
            StreamFaults faultsToClient,
            Tally tally)
            throws IOException {
        this.tally = tally;
        SocketChannel outgoing = SocketChannel.open();
        try {
            server = new Side(outgoing, selector, this);
            client = new Side(accepted, selector, this);
            connected = outgoing.connect(target);
        } catch (IOException | RuntimeException e) {
            outgoing.close();
            throw e;
        }
        toServer = new Stream(client, server, faultsToServer, tally, tally.toServer);
        toClient = new Stream(server, client, faultsToClient, tally, tally.toClient);
    }

    boolean closed() {
        return closed;
    }

    Stream stream(Direction direction) {
        return direction == Direction.TO_SERVER ? toServer : toClient;
    }

    /** Handles that one of the sockets is ready. */
    void ready(SelectionKey key, ByteBuffer buffer, long now) {
        Side side = client.is(key) ? client : server;
        if (!connected) {
            connect();
        } else if (side == orphan) {
            answerOrphan(side.read(buffer));
        } else if (key.isReadable()) {
            (side == client ? toServer : toClient).receive(buffer, now);
        }
        proceed(now);
    }

    /** Does what is due, and then waits for what comes next. */
    void proceed(long now) {
        if (!closed && connected && orphan == null) {
            toServer.deliver(now);
            toClient.deliver(now);
            passOnBreaks(now);
            end();
        }
        if (!closed) {
            awaitEvents(now);
        }
    }

    long wakeAt() {
        return closed || orphan != null ? StreamFaults.NEVER : Math.min(toServer.wakeAt(), toClient.wakeAt());
    }

    /** Resets both sides, or the one at the end of a direction, whose peer then finds out when it sends something. */
    void reset(Direction direction) {
        tally.count(LinkFault.RESET, 1);
        if (direction == Direction.BOTH || !connected || orphan != null) {
            abort();
            return;
        }
        toServer.drop();
        toClient.drop();
        orphan = direction == Direction.TO_SERVER ? client : server;
        (orphan == client ? server : client).reset();
    }

    /** Resets both sides. */
    void abort() {
        close(true);
    }

    /** Closes both sides. */
    void close() {
        close(false);
    }

    private void connect() {
        try {
            connected = server.channel().finishConnect();
        } catch (IOException e) {
            abort();
        }
    }

    private void answerOrphan(int count) {
        if (count > 0 || count == Side.RESET) {
            abort();
        } else if (count == Side.FINISHED) {
            close();
        }
    }

    private void passOnBreaks(long now) {
        if (toClient.sinkBroken()) {
            toServer.sourceBroke(now);
            toServer.deliver(now);
        }
        if (toServer.sinkBroken()) {
            toClient.sourceBroke(now);
            toClient.deliver(now);
        }
    }

    private void end() {
        if (toServer.passedOn() == RST || toClient.passedOn() == RST) {
            abort();
        } else if (toServer.passedOn() != OPEN && toClient.passedOn() != OPEN) {
            close();
        }
    }

    private void awaitEvents(long now) {
        if (!connected) {
            server.interest(OP_CONNECT);
        } else if (orphan != null) {
            orphan.interest(OP_READ);
        } else {
            client.interest(interest(toServer, toClient, now));
            server.interest(interest(toClient, toServer, now));
        }
    }

    private static int interest(Stream from, Stream to, long now) {
        return (from.wantsToRead(now) ? OP_READ : 0) | (to.wantsToWrite() ? OP_WRITE : 0);
    }

    private void close(boolean reset) {
        closed = true;
        toServer.drop();
        toClient.drop();
        for (Side side : new Side[] {client, server}) {
            if (reset) {
                side.reset();
            } else {
                side.close();
            }
        }
    }
}
