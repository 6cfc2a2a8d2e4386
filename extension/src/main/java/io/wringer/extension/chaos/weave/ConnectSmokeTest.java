package io.wringer.extension.chaos.weave;

import io.wringer.extension.agent.AgentUnavailableException;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * Tries, right after the JDK's connects were woven, whether each of them asks the gate where to go. Connects nowhere:
 * the address is of a kind that the JDK refuses.
 */
final class ConnectSmokeTest {

    private static final long AT_MOST_SECONDS = 10;

    private ConnectSmokeTest() {}

    /** An address that leads nowhere and notes that the gate saw it. */
    static final class Probe extends SocketAddress {

        private static final long serialVersionUID = 1L;

        private boolean seen;

        void see() {
            seen = true;
        }
    }

    /** One of the JDK's ways to connect. */
    record Way(String name, Attempt attempt) {}

    /** Connects, or rather tries to. */
    @FunctionalInterface
    interface Attempt {
        void connect(SocketAddress address) throws Exception;
    }

    /** Returns the ways of this JVM. */
    static List<Way> ways() {
        return List.of(
                new Way("Socket", ConnectSmokeTest::socket),
                new Way("SocketChannel", ConnectSmokeTest::channel),
                new Way("AsynchronousSocketChannel", ConnectSmokeTest::asynchronousChannel));
    }

    /**
     * Checks that each way asks; diverting must be switched on.
     *
     * @throws AgentUnavailableException if one does not
     */
    static void check(List<Way> ways) throws AgentUnavailableException {
        List<String> bypassing = bypassing(ways);
        if (!bypassing.isEmpty()) {
            throw new AgentUnavailableException(
                    "On this JVM (" + System.getProperty("java.vm.name") + " " + Runtime.version()
                            + ") connections bypass faults, although Wringer has woven the JDK's connects: "
                            + String.join(", ", bypassing)
                            + ". Another agent may have undone that, or this JDK connects in another way. Ask for a"
                            + " @Link FaultyLink parameter and give its port to the client: that needs nothing woven.",
                    null);
        }
    }

    private static List<String> bypassing(List<Way> ways) {
        List<String> bypassing = new ArrayList<>();
        for (Way way : ways) {
            Probe probe = new Probe();
            String end = end(way, probe);
            if (!probe.seen) {
                bypassing.add(way.name() + " (" + end + ")");
            }
        }
        return bypassing;
    }

    private static String end(Way way, Probe probe) {
        try {
            way.attempt().connect(probe);
            return "it connected";
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            return e.toString();
        }
    }

    private static void socket(SocketAddress address) throws Exception {
        try (Socket socket = new Socket()) {
            socket.connect(address, 0);
        }
    }

    private static void channel(SocketAddress address) throws Exception {
        try (SocketChannel channel = SocketChannel.open()) {
            channel.connect(address);
        }
    }

    /** In a group of its own, since that of the JDK would keep its threads for ever. */
    private static void asynchronousChannel(SocketAddress address) throws Exception {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        AsynchronousChannelGroup group = AsynchronousChannelGroup.withFixedThreadPool(1, work -> {
            Thread thread = SmokeTest.thread(work);
            threads.add(thread);
            return thread;
        });
        try (AsynchronousSocketChannel channel = AsynchronousSocketChannel.open(group)) {
            channel.connect(address).get(AT_MOST_SECONDS, TimeUnit.SECONDS);
        } finally {
            group.shutdownNow();
            for (Thread thread : threads) { // the group is terminated before its threads have ended
                thread.join(TimeUnit.SECONDS.toMillis(AT_MOST_SECONDS));
            }
        }
    }
}
