package io.wringer.extension.chaos.link;

import static java.nio.channels.SelectionKey.OP_ACCEPT;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The listening port of a link, which can turn new connections away as real machines do. Used by the thread of the link
 * only.
 *
 * <p>A socket that is bound to the port, but never listens, keeps the port while nothing listens on it; that needs
 * SO_REUSEPORT. A full queue of connections that wait for being accepted lets a kernel drop further requests to connect,
 * unanswered; so connections of our own fill it, and whether that silences the port is tried out each time. The listener
 * is not exchanged for one with a shorter queue, since connects that meet the moment of exchange would be reset.
 */
final class Entrance implements AutoCloseable {

    /** What becomes of new connections. */
    enum Mode {
        /** They are accepted. */
        OPEN,
        /** They are refused. */
        REFUSING,
        /** They get no answer. */
        SILENT
    }

    /** What was for long the most that Linux allowed: room for a burst, and still to be filled within milliseconds. */
    private static final int QUEUE = 128;

    /** Some systems make a queue half as long again as they were told. */
    private static final int FILLERS_AT_MOST = 2 * QUEUE;

    /** For how many milliseconds an answer is awaited: one that must come, and one that should not. */
    private static final int EXPECTED_ANSWER = 1000;

    private static final int UNEXPECTED_ANSWER = 20;

    private final Selector selector;
    private final Tally tally;
    private final @Nullable SocketChannel guard;
    private final InetSocketAddress address;
    private final List<SocketChannel> fillers = new ArrayList<>();

    private @Nullable ServerSocketChannel listener;
    private Mode mode = Mode.OPEN;

    Entrance(Selector selector, Tally tally) throws IOException {
        this.selector = selector;
        this.tally = tally;
        ServerSocketChannel first = listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        try {
            address = (InetSocketAddress) first.getLocalAddress();
            guard = guard();
            first.register(selector, OP_ACCEPT);
        } catch (IOException | RuntimeException e) {
            first.close();
            throw e;
        }
        listener = first;
    }

    InetSocketAddress address() {
        return address;
    }

    /** Tells whether accepted connections must be reset, since they can't be refused. */
    boolean mustReset() {
        return mode == Mode.REFUSING && guard == null;
    }

    /** Accepts a connection that is waiting, {@code null} if none is. */
    @Nullable
    SocketChannel accept() throws IOException {
        return listener == null ? null : listener.accept();
    }

    /** Stops accepting for a while, or goes on if the mode allows. */
    void pause(boolean pauses) {
        listening(!pauses && fillers.isEmpty());
    }

    /**
     * Changes the mode.
     *
     * @param connected takes the connections that were established before
     */
    void become(Mode next, Consumer<SocketChannel> connected) throws IOException {
        if (next == mode) {
            return;
        }
        acceptAll(connected);
        mode = next;
        if (next == Mode.REFUSING) {
            refuse();
        } else {
            listen();
        }
        if (next == Mode.SILENT) {
            silence(connected);
        }
    }

    @Override
    public void close() {
        closeQuietly(listener);
        closeQuietly(guard);
        letGoOfFillers();
    }

    private void refuse() throws IOException {
        if (guard == null) {
            tally.limit(
                    "Refused connections were accepted and reset, since this system can't share a port by SO_REUSEPORT.");
        } else if (listener != null) {
            listener.close();
            listener = null;
            selector.selectNow(key -> {}); // a registered channel is closed by the next selection only
        }
    }

    private void listen() throws IOException {
        if (listener == null) {
            listener = listen(address);
            listener.register(selector, OP_ACCEPT);
        }
        listening(true);
    }

    private void silence(Consumer<SocketChannel> connected) throws IOException {
        if (fill()) {
            listening(false);
        } else {
            acceptAll(connected);
            tally.limit(
                    "Connects during a partition were accepted, since this system answers them with a full queue, too.");
        }
    }

    private void acceptAll(Consumer<SocketChannel> connected) throws IOException {
        Set<SocketAddress> ours = new HashSet<>();
        for (SocketChannel filler : fillers) {
            ours.add(filler.getLocalAddress());
        }
        for (SocketChannel next = accept(); next != null; next = accept()) {
            if (ours.contains(next.getRemoteAddress())) {
                next.close();
            } else {
                connected.accept(next);
            }
        }
        letGoOfFillers();
    }

    private void letGoOfFillers() {
        fillers.forEach(Entrance::closeQuietly);
        fillers.clear();
    }

    private void listening(boolean accepts) {
        SelectionKey key = listener == null ? null : listener.keyFor(selector);
        if (key != null && key.isValid()) {
            key.interestOps(accepts ? OP_ACCEPT : 0);
        }
    }

    /** Connects to ourselves until that gets no answer any more. */
    private boolean fill() {
        try {
            while (fillers.size() < FILLERS_AT_MOST) {
                SocketChannel filler = SocketChannel.open();
                fillers.add(filler);
                filler.configureBlocking(false);
                filler.connect(address);
                if (!isAnswered(filler, fillers.size() <= QUEUE + 1 ? EXPECTED_ANSWER : UNEXPECTED_ANSWER)) {
                    return true;
                }
            }
        } catch (IOException e) {
            // refused instead of left alone, or out of descriptors
        }
        return false;
    }

    /** Mostly an answer comes within the call that asks for it; but a kernel under load may put it off. */
    private static boolean isAnswered(SocketChannel filler, int millis) throws IOException {
        for (int i = 0; i < millis; i++) {
            if (filler.finishConnect()) {
                return true;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        return false;
    }

    /** Reserves the port, {@code null} if this system doesn't allow that beside a listener. */
    private @Nullable SocketChannel guard() throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            if (sharePort(channel)) {
                return channel.bind(address);
            }
        } catch (IOException e) {
            // as good as a system that doesn't know the option
        }
        channel.close();
        return null;
    }

    private static ServerSocketChannel listen(InetSocketAddress address) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        channel.configureBlocking(false);
        sharePort(channel);
        return channel.bind(address, QUEUE);
    }

    private static boolean sharePort(NetworkChannel channel) throws IOException {
        if (!channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
            return false;
        }
        channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        return true;
    }

    private static void closeQuietly(@Nullable AutoCloseable channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (Exception e) {
            // nothing more can be done, and nobody waits for it
        }
    }
}
