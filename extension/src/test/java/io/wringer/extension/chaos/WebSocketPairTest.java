package io.wringer.extension.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import io.wringer.chaos.FaultPoint;
import io.wringer.extension.chaos.parts.EchoWebSockets;
import io.wringer.extension.run.Outcome;
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

        @ChaosFault(fault = Fault.EXCEPTION, message = "broken pipe", on = FaultPoint.WEBSOCKET, nth = 1)
        void sendFails() {}
    }

    private EchoWebSockets sockets;

    @BeforeEach
    void start() throws InterruptedException {
        sockets = EchoWebSockets.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        sockets.close();
    }

    @Test
    void aDroppedConnectionIsSeenAndOneThatReconnectsGoesOn() throws Exception {
        Outcome outcome = Faults.of(Fixtures.class, "dropped").run(session -> {
            session.chaos().heal();
            EchoWebSockets.Client client = sockets.client();
            assertThat(client.connectBlocking()).isTrue();
            client.send("one");
            assertThat(client.answers().take()).isEqualTo("echo one");
            session.chaos().activate();
            client.awaitClosed();
            session.chaos().heal();
            assertThat(client.reconnectBlocking()).isTrue();
            client.send("two");
            assertThat(client.answers().take()).isEqualTo("echo two");
            client.closeBlocking();
        });
        assertThat(outcome.findings()).isEmpty();
    }

    @Test
    void heldMessagesArriveWhenTheStallHeals() throws Exception {
        Outcome outcome = Faults.of(Fixtures.class, "silent").run(session -> {
            session.chaos().heal();
            EchoWebSockets.Client client = sockets.client();
            assertThat(client.connectBlocking()).isTrue();
            session.chaos().activate();
            client.send("one");
            await().forever().until(() -> session.chaos().fired() > 0); // the message is held
            assertThat(client.answers()).isEmpty();
            session.chaos().heal();
            assertThat(client.answers().take()).isEqualTo("echo one");
            client.closeBlocking();
        });
        assertThat(outcome.findings()).isEmpty();
    }

    @Test
    void sendingFails() throws Exception {
        EchoWebSockets.Client client = sockets.client();
        assertThat(client.connectBlocking()).isTrue();
        Outcome outcome = Faults.of(Fixtures.class, "sendFails").run(session -> {
            assertThatThrownBy(() -> client.send("lost"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("broken pipe");
            client.send("kept");
            assertThat(client.answers().take()).isEqualTo("echo kept");
        });
        assertThat(outcome.findings()).isEmpty();
        client.closeBlocking();
    }
}
