package io.wringer.extension.chaos.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import io.wringer.chaos.FaultPoint;
import io.wringer.extension.chaos.parts.EchoWebSockets;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Java-WebSocket on both sides: some connections are refused. */
class WebSocketPairTests extends PairTests {

    private static final int MESSAGES = 12;

    private static EchoWebSockets sockets;

    @BeforeAll
    static void start() throws InterruptedException {
        sockets = EchoWebSockets.start();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        sockets.close();
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
            EchoWebSockets.Client client = sockets.client();
            try {
                connect(client);
                client.send(message);
                return client.answers().take().equals("echo " + message);
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
