package io.wringer.extension.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import io.wringer.chaos.FaultPoint;
import io.wringer.extension.run.Outcome;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Traffic that a fault of connections can't reach is not silently green. */
@Timeout(60)
class BypassTest {

    static class Fixtures {
        @ChaosFault(fault = Fault.STALL, on = FaultPoint.SOCKET)
        void silent() {}
    }

    @Test
    void datagramsBypassTheFaultAndTheTestFails() throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        Outcome outcome = Faults.of(Fixtures.class, "silent").run(session -> {
            try (DatagramSocket one = new DatagramSocket(0, loopback);
                    DatagramSocket other = new DatagramSocket(0, loopback)) {
                one.send(new DatagramPacket(new byte[] {42}, 1, loopback, other.getLocalPort()));
                DatagramPacket received = new DatagramPacket(new byte[1], 1);
                other.receive(received);
                assertThat(received.getData()).containsExactly(42);
            }
        });
        assertSaysWhatBypasses(outcome);
    }

    @Test
    void aNativeTransportBypassesTheFaultAndTheTestFails() throws Exception {
        assumeTrue(Epoll.isAvailable(), "Netty's native transport is for Linux on x86-64");
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Outcome outcome = Faults.of(Fixtures.class, "silent").run(session -> {
                EventLoopGroup group = new EpollEventLoopGroup(1);
                Channel channel = new Bootstrap()
                        .group(group)
                        .channel(EpollSocketChannel.class)
                        .handler(new ChannelInboundHandlerAdapter())
                        .connect(server.getLocalSocketAddress())
                        .sync()
                        .channel();
                try (Socket accepted = server.accept()) {
                    assertThat(channel.localAddress()).isEqualTo(accepted.getRemoteSocketAddress());
                }
                group.shutdownGracefully();
            });
            assertSaysWhatBypasses(outcome);
        }
    }

    @Test
    void aConnectionThatWasOpenBeforeBypassesTheFaultAndTheTestFails() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            Outcome outcome = Faults.of(Fixtures.class, "silent").run(session -> {
                client.getOutputStream().write(42);
                assertThat(accepted.getInputStream().read()).isEqualTo(42);
            });
            assertSaysWhatBypasses(outcome);
        }
    }

    private static void assertSaysWhatBypasses(Outcome outcome) {
        assertThat(Faults.headlines(outcome))
                .containsExactly("The fault STALL of all connections never fired: no thread of the test opened a TCP"
                        + " connection that is meant. UDP, Unix domain sockets, native transports and connections that"
                        + " were open before the test bypass it; for another process or a native transport use @Link"
                        + " FaultyLink.");
    }
}
