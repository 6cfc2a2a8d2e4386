package io.wringer.extension.chaos.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wringer.extension.agent.AgentUnavailableException;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of ways to connect that don't ask where to go. */
class ConnectSmokeTests {

    private static final ConnectSmokeTest.Way ASKING = new ConnectSmokeTest.Way("Asking", ConnectSmokeTests::asks);

    private static void asks(SocketAddress address) throws IOException {
        ((ConnectSmokeTest.Probe) address).see();
        throw new IOException("unsupported address");
    }

    private static void refuses(SocketAddress address) throws IOException {
        throw new IOException("unsupported address");
    }

    @Test
    void waysThatAskAreWell() {
        assertThatCode(() -> ConnectSmokeTest.check(List.of(ASKING))).doesNotThrowAnyException();
    }

    @Test
    void waysThatDoNotAskAreNamedWithWhatTheyDid() {
        List<ConnectSmokeTest.Way> ways = List.of(
                new ConnectSmokeTest.Way("Refusing", ConnectSmokeTests::refuses),
                ASKING,
                new ConnectSmokeTest.Way("Connecting", address -> {}));
        assertThatThrownBy(() -> ConnectSmokeTest.check(ways))
                .isInstanceOf(AgentUnavailableException.class)
                .hasMessage("On this JVM (" + System.getProperty("java.vm.name") + " " + Runtime.version()
                        + ") connections bypass faults, although Wringer has woven the JDK's connects: Refusing"
                        + " (java.io.IOException: unsupported address), Connecting (it connected). Another agent may have"
                        + " undone that, or this JDK connects in another way. Ask for a @Link FaultyLink parameter and give"
                        + " its port to the client: that needs nothing woven.");
    }

    /** No test has a fault here, so that the JDK's connects don't ask. */
    @Test
    void theWaysOfTheJdkConnectNowhereAndLeaveNoThread() {
        assertThatThrownBy(() -> ConnectSmokeTest.check(ConnectSmokeTest.ways()))
                .hasMessageContainingAll(
                        ": Socket (java.lang.IllegalArgumentException",
                        ", SocketChannel (java.nio.channels.UnsupportedAddressTypeException)",
                        ", AsynchronousSocketChannel (java.nio.channels.UnsupportedAddressTypeException)");
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("wringer-smoke-test");
    }
}
