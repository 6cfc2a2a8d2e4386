package io.wringer.extension.chaos.link;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One of the two sockets of a connection. Used by the thread of the link only. */
final class Side {

    /** Results of {@link #read} beside a number of bytes. */
    static final int FINISHED = -1;

    static final int RESET = -2;

    private final SocketChannel channel;
    private final SelectionKey key;
    private boolean broken;

    Side(SocketChannel channel, Selector selector, Connection connection) throws IOException {
        this.channel = channel;
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true); // the clients' own Nagle decides
        key = channel.register(selector, 0, connection);
    }

    SocketChannel channel() {
        return channel;
    }

    boolean is(SelectionKey other) {
        return key == other;
    }

    void interest(int operations) {
        if (key.isValid() && key.interestOps() != operations) {
            key.interestOps(operations);
        }
    }

    int read(ByteBuffer buffer) {
        try {
            int count = channel.read(buffer.clear());
            buffer.flip();
            return count == -1 && broken ? RESET : count;
        } catch (IOException e) {
            return RESET;
        }
    }

    /**
     * Writes as much as the socket takes.
     *
     * @return whether the peer can still be reached
     */
    boolean write(ByteBuffer data) {
        try {
            channel.write(data);
            return true;
        } catch (IOException e) {
            broken = true; // writing has taken the error from the socket: reading would see an end in order
            return false;
        }
    }

    void finish() {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            broken = true;
        }
    }

    void reset() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            // the peer has reset it before
        }
        close();
    }

    void close() {
        key.cancel();
        try {
            channel.close();
        } catch (IOException e) {
            // nothing more can be done, and nobody waits for it
        }
    }
}
