package io.wringer.extension.chaos.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import io.wringer.chaos.FaultPoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.java_websocket.WebSocket;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.handshake.ServerHandshake;
import org.java_websocket.server.WebSocketServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Java-WebSocket on both sides: some connections are refused. */
class WebSocketPairTests extends PairTests {

    private static final int MESSAGES = 12;

    private static WebSocketServer server;

    @BeforeAll
    static void start() throws InterruptedException {
        CountDownLatch listening = new CountDownLatch(1);
        server = new Echo(listening);
        server.start();
        listening.await();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        server.stop(1000);
    }

    private static final class Echo extends WebSocketServer {

        private final CountDownLatch listening;

        Echo(CountDownLatch listening) {
            super(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
            this.listening = listening;
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

    private static final class Client extends WebSocketClient {

        final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

        Client() {
            super(URI.create("ws://127.0.0.1:" + server.getPort()));
        }

        @Override
        public void onOpen(ServerHandshake handshake) {}

        @Override
        public void onMessage(String message) {
            answers.add(message);
        }

        @Override
        public void onClose(int code, String reason, boolean remote) {}

        @Override
        public void onError(Exception problem) {}
    }

    /** Sends each message on a connection of its own. */
    abstract static class Messenger {

        abstract void connect(WebSocketClient client) throws InterruptedException;

        @Test
        @ChaosFault(fault = Fault.REFUSE, on = FaultPoint.WEBSOCKET, probability = 0.5)
        void everyMessageIsAnswered() throws InterruptedException {
            int answered = 0;
            for (int i = 1; i <= MESSAGES; i++) {
                answered += isAnswered("message " + i) ? 1 : 0;
            }
            assertThat(answered).as("answered messages").isEqualTo(MESSAGES);
        }

        private boolean isAnswered(String message) throws InterruptedException {
            Client client = new Client();
            try {
                connect(client);
                client.send(message);
                return client.answers.take().equals("echo " + message);
            } catch (WebsocketNotConnectedException e) {
                return false;
            } finally {
                client.closeBlocking();
            }
        }
    }

    static class Hoping extends Messenger {
        @Override
        void connect(WebSocketClient client) throws InterruptedException {
            client.connectBlocking();
        }
    }

    static class Reconnecting extends Messenger {
        @Override
        void connect(WebSocketClient client) throws InterruptedException {
            for (boolean connected = client.connectBlocking(); !connected; connected = client.reconnectBlocking()) {
                assertThat(client.isOpen()).isFalse();
            }
        }
    }

    @Override
    Class<?> broken() {
        return Hoping.class;
    }

    @Override
    Class<?> robust() {
        return Reconnecting.class;
    }

    @Override
    String failure() {
        return "answered messages.*expected: " + MESSAGES + ".*but was: [0-9]+";
    }

    @Override
    String cause() {
        return "chaos: REFUSE of all WEBSOCKET connections fired (once|twice|[0-9]+ times)";
    }
}
