package io.wringer.extension.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import io.wringer.chaos.FaultPoint;
import io.wringer.extension.run.Outcome;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.java_websocket.WebSocket;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.handshake.ServerHandshake;
import org.java_websocket.server.WebSocketServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Java-WebSocket on both sides. */
@Timeout(60)
class WebSocketPairTest {

    static class Fixtures {
        @ChaosFault(fault = Fault.RESET, on = FaultPoint.WEBSOCKET)
        void dropped() {}

        @ChaosFault(fault = Fault.STALL, on = FaultPoint.WEBSOCKET)
        void silent() {}
    }

    private final CountDownLatch listening = new CountDownLatch(1);
    private WebSocketServer server;

    @BeforeEach
    void start() throws InterruptedException {
        server = new WebSocketServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)) {
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

            @Override
            public void onStart() {
                listening.countDown();
            }
        };
        server.start();
        assertThat(listening.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @AfterEach
    void stop() throws InterruptedException {
        server.stop(1000);
    }

    private final class Client extends WebSocketClient {
        final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        final CountDownLatch closed = new CountDownLatch(1);

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
        public void onClose(int code, String reason, boolean remote) {
            closed.countDown();
        }

        @Override
        public void onError(Exception problem) {}
    }

    @Test
    void aDroppedConnectionIsSeenAndOneThatReconnectsGoesOn() throws Exception {
        Outcome outcome = Faults.of(Fixtures.class, "dropped").run(session -> {
            session.chaos().heal();
            Client client = new Client();
            assertThat(client.connectBlocking(10, TimeUnit.SECONDS)).isTrue();
            client.send("one");
            assertThat(client.answers.poll(10, TimeUnit.SECONDS)).isEqualTo("echo one");
            session.chaos().activate();
            assertThat(client.closed.await(10, TimeUnit.SECONDS)).isTrue();
            session.chaos().heal();
            assertThat(client.reconnectBlocking()).isTrue();
            client.send("two");
            assertThat(client.answers.poll(10, TimeUnit.SECONDS)).isEqualTo("echo two");
            client.closeBlocking();
        });
        assertThat(outcome.findings()).isEmpty();
    }

    @Test
    void heldMessagesArriveWhenTheStallHeals() throws Exception {
        Outcome outcome = Faults.of(Fixtures.class, "silent").run(session -> {
            session.chaos().heal();
            Client client = new Client();
            assertThat(client.connectBlocking(10, TimeUnit.SECONDS)).isTrue();
            session.chaos().activate();
            client.send("one");
            assertThat(client.answers.poll(200, TimeUnit.MILLISECONDS)).isNull();
            session.chaos().heal();
            assertThat(client.answers.poll(10, TimeUnit.SECONDS)).isEqualTo("echo one");
            client.closeBlocking();
        });
        assertThat(outcome.findings()).isEmpty();
    }
}
