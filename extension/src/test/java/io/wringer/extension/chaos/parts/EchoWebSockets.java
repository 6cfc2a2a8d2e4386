package io.wringer.extension.chaos.parts;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.java_websocket.WebSocket;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.handshake.ServerHandshake;
import org.java_websocket.server.WebSocketServer;

/** Java-WebSocket on both sides: a server on a free port of this machine that echoes, and its clients. */
public final class EchoWebSockets implements AutoCloseable {

    private final Server server = new Server();

    private EchoWebSockets() {}

    /** Starts the server, and returns when it listens. */
    public static EchoWebSockets start() throws InterruptedException {
        EchoWebSockets sockets = new EchoWebSockets();
        sockets.server.start();
        sockets.server.listening.await();
        return sockets;
    }

    /** Returns a client that is not connected yet. */
    public Client client() {
        return new Client(URI.create("ws://127.0.0.1:" + server.getPort()));
    }

    @Override
    public void close() throws InterruptedException {
        server.stop(1000);
    }

    private static final class Server extends WebSocketServer {

        private final CountDownLatch listening = new CountDownLatch(1);

        Server() {
            super(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
            setDaemon(true);
        }

        @Override
        public void onStart() {
            listening.countDown();
        }

        @Override
        public void onOpen(WebSocket socket, ClientHandshake handshake) {}

        @Override
        public void onClose(WebSocket socket, int code, String reason, boolean remote) {}

        @Override
        public void onMessage(WebSocket socket, String message) {
            socket.send("echo " + message);
        }

        @Override
        public void onError(WebSocket socket, Exception problem) {}
    }

    /** Collects what the server answers. */
    public static final class Client extends WebSocketClient {

        private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        private final CountDownLatch closed = new CountDownLatch(1);

        private Client(URI server) {
            super(server);
        }

        /** Returns the answers that came and were not taken. */
        public BlockingQueue<String> answers() {
            return answers;
        }

        /** Waits until a connection was closed, whoever closed it. */
        public void awaitClosed() throws InterruptedException {
            closed.await();
        }

        @Override
        public void onOpen(ServerHandshake handshake) {}

        @Override
        public void onMessage(String message) {
            answers.add(message);
        }

        @Override
        public void onClose(int code, String reason, boolean remote) {
            closed.countDown();
        }

        @Override
        public void onError(Exception problem) {}
    }
}
