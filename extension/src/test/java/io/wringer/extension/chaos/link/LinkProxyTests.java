package io.wringer.extension.chaos.link;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.wringer.chaos.FaultyLink;
import io.wringer.chaos.FaultyLink.Direction;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD) // reading a plain socket can't be interrupted
class LinkProxyTests {

    private static final int SEED = 7;

    /** For connects that nothing answers however long they wait. */
    private static final int SHORT = 150;

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    @Nested
    class Transparency {

        @Test
        void passesOnAllBytesInBothDirections() throws Exception {
            LinkProxy link = link(PlainServer.echo());
            byte[] sent = random(8 << 20);
            Socket client = connect(link);

            CompletableFuture<Void> writing = async(() -> {
                client.getOutputStream().write(sent);
                client.shutdownOutput();
            });

            assertThat(client.getInputStream().readAllBytes()).isEqualTo(sent);
            writing.get();
            await().forever().until(() -> link.counters().open() == 0);
            assertThat(link.counters().connections()).isEqualTo(1);
            assertThat(link.counters().bytesToServer()).isEqualTo(sent.length);
            assertThat(link.counters().bytesToClient()).isEqualTo(sent.length);
            assertThat(link.counters().faults()).isEmpty();
            assertThat(link.counters().limits()).isEmpty();
        }

        @Test
        void leavesTheOtherDirectionOpenAfterTheEndOfOne() throws Exception {
            LinkProxy link = link(PlainServer.running(socket -> {
                int count = socket.getInputStream().readAllBytes().length;
                socket.getOutputStream().write(("got " + count).getBytes(US_ASCII));
            }));
            Socket client = connect(link);

            client.getOutputStream().write(new byte[1000]);
            client.shutdownOutput();

            assertThat(new String(client.getInputStream().readAllBytes(), US_ASCII))
                    .isEqualTo("got 1000");
        }

        @Test
        void letsTheServerEndFirst() throws Exception {
            BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
            LinkProxy link = link(PlainServer.running(socket -> {
                socket.shutdownOutput();
                received.add(socket.getInputStream().readAllBytes());
            }));
            Socket client = connect(link);

            assertThat(client.getInputStream().read()).isEqualTo(-1);
            client.getOutputStream().write(bytes("still here"));
            client.close();

            assertThat(received.take()).isEqualTo(bytes("still here"));
        }

        @Test
        void passesOnAResetOfTheServerBehindItsBytes() throws Exception {
            LinkProxy link = link(PlainServer.running(socket -> {
                socket.getOutputStream().write(bytes("half an ans"));
                socket.getInputStream().read(); // the client has the bytes
                socket.setSoLinger(true, 0);
            }));
            Socket client = connect(link);

            assertThat(client.getInputStream().readNBytes(11)).isEqualTo(bytes("half an ans"));
            client.getOutputStream().write(1);

            assertReset(client);
        }

        @Test
        void passesOnAResetOfTheClient() throws Exception {
            BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
            LinkProxy link = link(PlainServer.running(socket -> seen.add(outcomeOfReading(socket))));
            Socket client = connect(link);
            await().forever().until(() -> link.counters().open() == 1);

            client.setSoLinger(true, 0);
            client.close();

            assertThat(seen.take()).asString().contains("Connection reset");
        }

        @Test
        void resetsTheServerWhoseAnswerGoesToAClosedClient() throws Exception {
            BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
            LinkProxy link = link(PlainServer.running(socket -> {
                try {
                    while (true) {
                        socket.getOutputStream().write(new byte[1000]);
                    }
                } catch (IOException e) {
                    seen.add(e);
                }
            }));

            connect(link).close();

            assertThat(seen.take()).isInstanceOf(SocketException.class);
            await().forever().until(() -> link.counters().open() == 0);
        }

        @Test
        void resetsTheClientOfAServerThatRefuses() throws Exception {
            PlainServer server = PlainServer.echo();
            LinkProxy link = link(server);
            server.close();

            assertReset(connect(link));
        }

        @Test
        void holdsASenderBackWhoseReceiverDoesNotRead() throws Exception {
            CompletableFuture<Void> reads = new CompletableFuture<>();
            BlockingQueue<Long> received = new LinkedBlockingQueue<>();
            LinkProxy link = link(PlainServer.running(socket -> {
                reads.get();
                received.add(socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream()));
            }));
            SocketChannel client = channel(link);

            long sent = fill(client, () -> true);
            assertThat(link.counters().heldToServer()).isLessThanOrEqualTo(Stream.HELD_AT_MOST);
            reads.complete(null);
            client.shutdownOutput();

            assertThat(received.take()).isEqualTo(sent);
        }

        @Test
        void carriesManyConnectionsAtOnce() throws Exception {
            LinkProxy link = link(PlainServer.echo());
            List<Socket> clients = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                clients.add(connect(link));
            }
            for (int i = 0; i < 300; i++) {
                clients.get(i).getOutputStream().write(bytes("number " + i + "."));
            }
            for (int i = 0; i < 300; i++) {
                String expected = "number " + i + ".";
                assertThat(clients.get(i).getInputStream().readNBytes(expected.length()))
                        .isEqualTo(bytes(expected));
            }
            assertThat(link.counters().open()).isEqualTo(300);
        }
    }

    @Nested
    class Stalls {

        @Test
        void holdTheBytesUntilTheyHealAndDeliverThemInOrder() throws Exception {
            LinkProxy link = link(PlainServer.echo());
            Socket client = connect(link);
            exchange(client, "before");

            link.control().stall();
            client.getOutputStream().write(bytes("one "));
            client.getOutputStream().write(bytes("two "));
            client.getOutputStream().write(bytes("three"));
            await().forever().until(() -> link.counters().heldToServer() == 13);
            assertThat(link.counters().bytesToServer()).isEqualTo(6);
            assertNothingCame(client);
            link.control().heal();

            assertThat(client.getInputStream().readNBytes(13)).isEqualTo(bytes("one two three"));
            assertThat(link.counters().heldToServer()).isZero();
            assertThat(link.counters().fired(LinkFault.STALL)).isPositive();
        }

        @Test
        void acceptNewConnectionsAndAnswerThemLater() throws Exception {
            LinkProxy link = link(PlainServer.echo());
            link.control().stall();

            Socket client = connect(link);
            client.getOutputStream().write(bytes("hello"));
            await().forever().until(() -> link.counters().heldToServer() == 5);
            assertThat(link.counters().bytesToServer()).isZero();
            assertNothingCame(client);
            link.control().heal();

            assertThat(client.getInputStream().readNBytes(5)).isEqualTo(bytes("hello"));
        }

        @Test
        void healByThemselvesAfterTheirTime() throws Exception {
            LinkProxy link = link(PlainServer.echo());
            Socket client = connect(link);

            long start = System.nanoTime();
            link.control().stall(Duration.ofMillis(300));
            exchange(client, "held");

            assertThat(System.nanoTime() - start)
                    .isGreaterThanOrEqualTo(Duration.ofMillis(300).toNanos());
        }

        @Test
        void holdOneDirectionOnly() throws Exception {
            BlockingQueue<Integer> received = new LinkedBlockingQueue<>();
            LinkProxy link = link(PlainServer.running(socket -> {
                for (int next = socket.getInputStream().read();
                        next != -1;
                        next = socket.getInputStream().read()) {
                    received.add(next);
                    socket.getOutputStream().write(next);
                }
            }));
            Socket client = connect(link);

            link.control().toClient().stall();
            client.getOutputStream().write(42);

            assertThat(received.take()).isEqualTo(42);
            await().forever().until(() -> link.counters().heldToClient() == 1);
            assertThat(link.counters().bytesToClient()).isZero();
            assertNothingCame(client);
            link.control().toClient().heal();
            assertThat(client.getInputStream().read()).isEqualTo(42);
        }

        @Test
        void holdTheEndOfAStreamToo() throws Exception {
            LinkProxy link = link(PlainServer.running(Socket::shutdownOutput));
            link.control().stall();
            Socket client = connect(link);

            await().forever()
                    .until(() -> link.counters().fired(LinkFault.STALL) == 1); // the end, as there are no bytes
            assertNothingCame(client);
            link.control().heal();

            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }

        @Test
        void letAReadBeClosed() throws Exception {
            LinkProxy link = link(PlainServer.echo());
            link.control().stall();
            Socket client = connect(link);
            CompletableFuture<Object> reading = CompletableFuture.supplyAsync(() -> outcomeOfReading(client));

            await().forever().until(() -> link.counters().open() == 1);
            client.close();

            assertThat(reading.get()).isInstanceOf(SocketException.class);
        }

        @Test
        void letAReadOfAChannelBeInterruptedAndClosed() throws Exception {
            LinkProxy link = link(PlainServer.echo());
            link.control().stall();

            assertThat(outcomeOfBlockedRead(channel(link), (thread, channel) -> thread.interrupt()))
                    .isInstanceOf(ClosedByInterruptException.class);
            assertThat(outcomeOfBlockedRead(channel(link), (thread, channel) -> channel.close()))
                    .isInstanceOf(AsynchronousCloseException.class);
        }

        @Test
        void blockASenderOnceTheBuffersAreFullAndLoseNothing() throws Exception {
            BlockingQueue<Long> received = new LinkedBlockingQueue<>();
            LinkProxy link = link(PlainServer.running(socket ->
                    received.add(socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream()))));
            link.control().stall();
            SocketChannel client = channel(link);

            long sent = fill(client, () -> link.counters().heldToServer() >= Stream.HELD_AT_MOST);
            assertThat(sent).isGreaterThan(Stream.HELD_AT_MOST);
            assertThat(link.counters().bytesToServer()).isZero();
            link.control().heal();
            client.shutdownOutput();

            assertThat(received.take()).isEqualTo(sent);
        }

        private interface Disturbance {
            void accept(Thread thread, SocketChannel channel) throws IOException;
        }

        private Object outcomeOfBlockedRead(SocketChannel channel, Disturbance disturbance) throws Exception {
            CompletableFuture<Object> outcome = new CompletableFuture<>();
            Thread reader = new Thread(() -> {
                try {
                    outcome.complete(channel.read(ByteBuffer.allocate(1)));
                } catch (IOException e) {
                    outcome.complete(e);
                }
            });
            reader.start();
            await().forever().until(() -> isReading(reader));
            disturbance.accept(reader, channel);
            return outcome.get();
        }

        private boolean isReading(Thread thread) {
            for (StackTraceElement element : thread.getStackTrace()) {
                if (element.getMethodName().startsWith("read") && element.isNativeMethod()
                        || element.getMethodName().equals("poll")) {
                    return true;
                }
            }
            return false;
        }
    }

    @Nested
    class Delays {

        @Test
        void areAddedInEachDirection() throws Exception {
            LinkProxy link = link(PlainServer.echo());
            Socket client = connect(link);
            link.control().latency(Duration.ofMillis(100));

            long start = System.nanoTime();
            exchange(client, "ping");

            assertThat(System.nanoTime() - start)
                    .isGreaterThanOrEqualTo(Duration.ofMillis(200).toNanos());
            assertThat(link.counters().fired(LinkFault.LATENCY)).isGreaterThanOrEqualTo(2);
        }

        @Test
        void keepTheOrderAlsoWhenTheyVary() throws Exception {
            LinkProxy link = link(PlainServer.echo());
            Socket client = connect(link);
            link.control().latency(Duration.ofMillis(1), Duration.ofMillis(20));
            byte[] sent = random(2000);

            CompletableFuture<Void> writing = async(() -> {
                for (byte one : sent) {
                    client.getOutputStream().write(one);
                }
            });

            assertThat(client.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
            writing.get();
        }

        @Test
        void endWhenTheyHealForWhatIsOnItsWay() throws Exception {
            LinkProxy link = link(PlainServer.echo());
            Socket client = connect(link);
            link.control().latency(Duration.ofDays(1));
            client.getOutputStream().write(bytes("hello"));
            await().forever().until(() -> link.counters().heldToServer() == 5);

            link.control().heal();

            assertThat(client.getInputStream().readNBytes(5)).isEqualTo(bytes("hello"));
        }

        @Test
        void letBytesPassAtTheBandwidth() throws Exception {
            LinkProxy link = link(PlainServer.echo());
            Socket client = connect(link);
            link.control().toServer().slow(10_000);
            byte[] sent = random(3_000);

            long start = System.nanoTime();
            client.getOutputStream().write(sent);
            assertThat(client.getInputStream().readNBytes(sent.length)).isEqualTo(sent);

            assertThat(System.nanoTime() - start)
                    .isGreaterThanOrEqualTo(Duration.ofMillis(300).toNanos());
            assertThat(link.counters().fired(LinkFault.SLOW)).isPositive();
        }

        @Test
        void addUpWithDamage() throws Exception {
            LinkProxy link = link(PlainServer.echo());
            Socket client = connect(link);
            link.control().toServer().latency(Duration.ofMillis(50));
            link.control().toServer().slow(10_000);
            link.control().toServer().corruptByte(2);
            link.control().toClient().truncate(900);

            long start = System.nanoTime();
            client.getOutputStream().write(new byte[1000]);
            byte[] answer = client.getInputStream().readAllBytes();

            assertThat(System.nanoTime() - start)
                    .isGreaterThanOrEqualTo(Duration.ofMillis(140).toNanos());
            assertThat(answer).hasSize(900);
            assertThat(changed(new byte[900], answer)).containsExactly(1);
        }
    }

    @Nested
    class Resets {

        @Test
        void areSeenByBothSides() throws Exception {
            BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
            LinkProxy link = linkToOneEchoAndThen(seen);
            Socket client = connect(link);
            exchange(client, "!");

            link.control().reset();

            assertReset(client);
            assertThat(seen.take()).asString().contains("Connection reset");
            assertThat(link.counters().fired(LinkFault.RESET)).isEqualTo(1);
            assertThat(link.counters().open()).isZero();
        }

        private LinkProxy linkToOneEchoAndThen(BlockingQueue<Object> seen) {
            return link(PlainServer.running(socket -> {
                socket.getOutputStream().write(socket.getInputStream().read());
                seen.add(outcomeOfReading(socket));
            }));
        }

        @Test
        void strikeStalledConnectionsToo() throws Exception {
            LinkProxy link = link(PlainServer.echo());
            Socket client = connect(link);
            link.control().stall();
            client.getOutputStream().write(1);
            await().forever().until(() -> link.counters().heldToServer() == 1);

            link.control().reset();

            assertReset(client);
            assertThat(link.counters().heldToServer()).isZero();
        }

        @Test
        void leaveNewConnectionsAlone() throws Exception {
            LinkProxy link = link(PlainServer.echo());
            connect(link);

            link.control().reset();

            exchange(connect(link), "fresh");
        }

        @Test
        void ofTheServerOnlyLetTheClientFindOutWhenItSends() throws Exception {
            BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
            LinkProxy link = linkToOneEchoAndThen(seen);
            Socket client = connect(link);
            exchange(client, "!");

            link.control().toServer().reset();

            assertThat(seen.take()).asString().contains("Connection reset");
            assertNothingCame(client);
            client.getOutputStream().write(1);
            assertReset(client);
        }

        @Test
        void ofTheClientOnlyLetTheServerFindOutWhenItSends() throws Exception {
            CompletableFuture<Void> goesOn = new CompletableFuture<>();
            BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
            LinkProxy link = link(PlainServer.running(socket -> {
                socket.getOutputStream().write(socket.getInputStream().read());
                goesOn.get();
                socket.getOutputStream().write(1);
                seen.add(outcomeOfReading(socket));
            }));
            Socket client = connect(link);
            exchange(client, "!");

            link.control().toClient().reset();

            assertReset(client);
            assertThat(seen).isEmpty();
            goesOn.complete(null);
            assertThat(seen.take()).asString().contains("Connection reset");
        }
    }

    @Nested
    class Refusals {

        @Test
        void areRealAndLeaveOpenConnectionsAlone() throws Exception {
            LinkProxy link = link(PlainServer.echo());
            Socket before = connect(link);
            exchange(before, "before");

            link.control().refuse();

            assertThatThrownBy(() -> connect(link))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("Connection refused");
            exchange(before, "still");
            assertThat(link.counters().limits()).isEmpty();
        }

        @Test
        void keepThePortAndEndWhenTheyHeal() throws Exception {
            LinkProxy link = link(PlainServer.echo());
            link.control().refuse();

            assertThatThrownBy(() -> new ServerSocket(
                            link.address().getPort(), 1, link.address().getAddress()))
                    .isInstanceOf(IOException.class);
            link.control().heal();

            exchange(connect(link), "after");
        }

        @Test
        void canComeAndGoManyTimes() throws Exception {
            LinkProxy link = link(PlainServer.echo());
            for (int i = 0; i < 50; i++) {
                link.control().refuse();
                assertThatThrownBy(() -> connect(link)).isInstanceOf(ConnectException.class);
                link.control().heal();
                exchange(connect(link), "turn " + i);
            }
        }
    }

    @Nested
    class Partitions {

        @Test
        void letBytesVanishUntilTheyHeal() throws Exception {
            LinkProxy link = link(PlainServer.echo());
            Socket client = connect(link);
            exchange(client, "before");

            link.control().partition();
            client.getOutputStream().write(bytes("lost?"));
            await().forever().until(() -> link.counters().heldToServer() == 5);
            assertThat(link.counters().bytesToServer()).isEqualTo(6);
            assertNothingCame(client);
            link.control().heal();

            assertThat(client.getInputStream().readNBytes(5)).isEqualTo(bytes("lost?"));
            assertThat(link.counters().fired(LinkFault.PARTITION)).isPositive();
        }

        @ParameterizedTest
        @ValueSource(strings = {"TO_SERVER", "TO_CLIENT", "BOTH"})
        void leaveConnectsWithoutAnAnswer(Direction direction) throws Exception {
            LinkProxy link = link(PlainServer.echo());
            link.control().partition(direction);

            try (Socket client = new Socket()) {
                assertThatThrownBy(() -> client.connect(link.address(), SHORT))
                        .isInstanceOf(SocketTimeoutException.class)
                        .hasMessageContaining("onnect timed out");
            }
            assertThat(link.counters().connections()).isZero();
            assertThat(link.counters().limits()).isEmpty();
            link.control().heal();
            exchange(connect(link), "after");
        }

        @Test
        void letAConnectSucceedThatStillWaitsWhenTheyHeal() throws Exception {
            LinkProxy link = link(PlainServer.echo());
            link.control().partition();
            CompletableFuture<Socket> connecting = CompletableFuture.supplyAsync(() -> {
                try {
                    return connect(link);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });

            assertThat(connecting).isNotDone();
            link.control().heal();

            exchange(connecting.get(), "at last");
        }

        @Test
        void inOneDirectionLeaveTheOther() throws Exception {
            BlockingQueue<Integer> received = new LinkedBlockingQueue<>();
            LinkProxy link = link(PlainServer.running(socket -> {
                socket.getOutputStream().write(1);
                received.add(socket.getInputStream().read());
            }));
            Socket client = connect(link);
            assertThat(client.getInputStream().read()).isEqualTo(1);

            link.control().partition(Direction.TO_CLIENT);
            client.getOutputStream().write(2);

            assertThat(received.take()).isEqualTo(2);
            await().forever().until(() -> link.counters().fired(LinkFault.PARTITION) > 0); // the server has closed
            assertNothingCame(client);
            link.control().heal();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }

        @Test
        void goOverIntoRefusalsAndBack() throws Exception {
            LinkProxy link = link(PlainServer.echo());
            FaultyLink control = link.control();
            for (int i = 0; i < 5; i++) {
                control.partition();
                control.refuse();
                control.toServer().heal();
                control.toClient().heal();
                assertThatThrownBy(() -> connect(link)).isInstanceOf(ConnectException.class);
                control.partition();
                try (Socket client = new Socket()) {
                    assertThatThrownBy(() -> client.connect(link.address(), SHORT))
                            .isInstanceOf(SocketTimeoutException.class);
                }
                control.heal();
                exchange(connect(link), "turn " + i);
            }
        }
    }

    @Nested
    class Damage {

        @Test
        void strikesTheNthByteFromNowOnWithOneBit() throws Exception {
            LinkProxy link = link(PlainServer.echo());
            Socket client = connect(link);
            exchange(client, "sound");

            link.control().toClient().corruptByte(3);
            client.getOutputStream().write(bytes("abcdef"));
            byte[] answer = client.getInputStream().readNBytes(6);

            assertThat(changed(bytes("abcdef"), answer)).containsExactly(2);
            assertThat(Integer.bitCount((answer[2] ^ 'c') & 0xff)).isEqualTo(1);
            assertThat(link.counters().fired(LinkFault.CORRUPT)).isEqualTo(1);
            exchange(client, "sound again");
        }

        @Test
        void strikesEachByteWithItsProbability() throws Exception {
            byte[] sent = new byte[1 << 20];

            byte[] answer = damaged(SEED, sent, 0.01);

            // 10,486 expected, standard deviation 102
            assertThat(changed(sent, answer)).hasSizeBetween(9_900, 11_100);
        }

        @Test
        void isTheSameForTheSameSeed() throws Exception {
            byte[] sent = random(100_000);

            assertThat(damaged(1, sent, 0.001)).isEqualTo(damaged(1, sent, 0.001));
            assertThat(damaged(1, sent, 0.001)).isNotEqualTo(damaged(2, sent, 0.001));
        }

        @Test
        void canStrikeEveryByte() throws Exception {
            byte[] sent = random(1000);

            assertThat(changed(sent, damaged(SEED, sent, 1))).hasSize(1000);
        }

        @Test
        void endsAStreamEarlyAndInOrder() throws Exception {
            BlockingQueue<String> received = new LinkedBlockingQueue<>();
            LinkProxy link = link(PlainServer.running(socket -> {
                socket.getOutputStream().write(new byte[100_000]);
                received.add(new String(socket.getInputStream().readAllBytes(), US_ASCII));
            }));
            link.control().toClient().truncate(1234);
            Socket client = connect(link);

            assertThat(client.getInputStream().readAllBytes()).hasSize(1234);
            client.getOutputStream().write(bytes("other way"));
            client.shutdownOutput();

            assertThat(received.take()).isEqualTo("other way");
            assertThat(link.counters().fired(LinkFault.TRUNCATE)).isEqualTo(1);
        }

        @Test
        void endsAStreamAtOnceAfterNoBytes() throws Exception {
            LinkProxy link = link(PlainServer.echo());
            Socket client = connect(link);
            exchange(client, "before");

            link.control().toClient().truncate(0);

            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }

        private byte[] damaged(long seed, byte[] sent, double probability) throws Exception {
            PlainServer server = opened(
                    PlainServer.running(socket -> socket.getOutputStream().write(sent)));
            LinkProxy link = opened(LinkProxy.open(server.address(), seed));
            link.control().toClient().corrupt(probability);
            return connect(link).getInputStream().readAllBytes();
        }
    }

    @Nested
    class Handle {

        @Test
        void knowsItsAddresses() {
            PlainServer server = PlainServer.echo();
            LinkProxy link = link(server);

            assertThat(link.control().host()).isEqualTo("127.0.0.1");
            assertThat(link.control().port()).isEqualTo(link.address().getPort());
            assertThat(link.control().address()).isEqualTo(link.address());
            assertThat(link.control().target()).isEqualTo(server.address());
            assertThat(link.control())
                    .hasToString("link 127.0.0.1:" + link.control().port() + " to " + server.address());
        }

        @Test
        void explainsValuesThatMakeNoSense() {
            FaultyLink control = link(PlainServer.echo()).control();

            assertIllegal(() -> control.stall(Duration.ZERO), "stall(PT0S): the time must be positive");
            assertIllegal(
                    () -> control.latency(Duration.ofMillis(-1)),
                    "latency(PT-0.001S, ..): the delay must not be negative");
            assertIllegal(
                    () -> control.latency(Duration.ZERO, Duration.ofSeconds(-1)),
                    "latency(.., PT-1S): the jitter must not be negative");
            assertIllegal(() -> control.slow(0), "slow(0): the bandwidth must be at least 1 byte per second");
            assertIllegal(() -> control.corrupt(0), "corrupt(0.0): the probability must be above 0 and at most 1");
            assertIllegal(
                    () -> control.corrupt(Double.NaN), "corrupt(NaN): the probability must be above 0 and at most 1");
            assertIllegal(() -> control.corruptByte(0), "corruptByte(0): bytes are counted from 1");
            assertIllegal(() -> control.truncate(-1), "truncate(-1): the number of bytes must not be negative");
        }

        @Test
        void rejectsAnUnknownHost() {
            assertIllegal(
                    () -> LinkProxy.open(InetSocketAddress.createUnresolved("db.invalid", 5432), SEED),
                    "A link can't lead to db.invalid, since no address is known for this host.");
        }

        @Test
        void isOfNoUseAfterTheEnd() {
            LinkProxy link = link(PlainServer.echo());
            link.close();
            link.close();

            assertThatThrownBy(link.control()::stall)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("The link is closed; it ends with its test.");
            link.control().heal();
            link.control().toServer().heal();
            assertThat(link.counters().connections()).isZero();
        }

        @Test
        void worksForAnInterruptedThread() {
            LinkProxy link = link(PlainServer.echo());

            Thread.currentThread().interrupt();
            link.control().stall();
            link.close();

            assertThat(Thread.interrupted()).isTrue();
            assertThat(threadsOf(link)).isEmpty();
        }
    }

    @Nested
    class Closing {

        @Test
        void endsTheThreadThePortAndTheConnections() throws Exception {
            LinkProxy link = link(PlainServer.echo());
            Socket client = connect(link);
            exchange(client, "hello");
            assertThat(threadsOf(link)).hasSize(1).allMatch(Thread::isDaemon);

            link.close();

            assertThat(threadsOf(link)).isEmpty();
            assertThat(outcomeOfReading(client)).isIn("-1", "java.net.SocketException: Connection reset");
            assertThatThrownBy(() -> connect(link)).isInstanceOf(ConnectException.class);
        }

        @ParameterizedTest
        @ValueSource(strings = {"stall", "partition", "refuse", "slow"})
        void needsNoHealing(String fault) throws Exception {
            LinkProxy link = link(PlainServer.echo());
            Socket client = connect(link);
            exchange(client, "hello");
            switch (fault) {
                case "stall" -> link.control().stall();
                case "partition" -> link.control().partition();
                case "refuse" -> link.control().refuse();
                default -> link.control().slow(1);
            }
            client.getOutputStream().write(random(100_000));

            link.close();

            assertThat(threadsOf(link)).isEmpty();
            assertThat(link.counters().open()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void losesNothingInAStormOfFaultsThatHeal(long seed) throws Exception {
        LinkProxy link = link(PlainServer.echo());
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            sockets.add(connect(link)); // before the storm: a connect that meets a partition waits for seconds
        }
        List<CompletableFuture<Void>> clients = IntStream.range(0, 12)
                .mapToObj(i -> async(() -> talk(sockets.get(i), new Random(seed * 100 + i))))
                .toList();
        Random random = new Random(seed);
        while (clients.stream().anyMatch(client -> !client.isDone())) {
            strike(link.control(), random);
            Thread.sleep(random.nextInt(8));
            if (random.nextInt(3) == 0) {
                link.control().heal();
            }
        }
        for (CompletableFuture<Void> client : clients) {
            client.get();
        }
        assertThat(link.counters().heldToServer()).isZero();
        assertThat(link.counters().heldToClient()).isZero();
    }

    private static void strike(FaultyLink link, Random random) {
        switch (random.nextInt(6)) {
            case 0 -> link.stall();
            case 1 -> link.toServer().stall(Duration.ofMillis(1 + random.nextInt(5)));
            case 2 -> link.toClient().latency(Duration.ofMillis(1), Duration.ofMillis(3));
            case 3 -> link.slow(1_000_000);
            case 4 -> link.toClient().partition();
            default -> link.heal();
        }
    }

    /** Sends random bytes and expects them back, up to the end of the stream. */
    private static void talk(Socket client, Random random) throws Exception {
        byte[] sent = new byte[400_000];
        random.nextBytes(sent);
        CompletableFuture<Void> writing = async(() -> {
            client.getOutputStream().write(sent);
            client.shutdownOutput();
        });
        assertThat(client.getInputStream().readAllBytes()).isEqualTo(sent);
        writing.get();
    }

    private LinkProxy link(PlainServer server) {
        opened(server);
        return opened(LinkProxy.open(server.address(), SEED));
    }

    private synchronized <T extends AutoCloseable> T opened(T resource) {
        opened.add(resource);
        return resource;
    }

    private Socket connect(LinkProxy link) throws IOException {
        Socket client = opened(new Socket());
        client.connect(link.address());
        return client;
    }

    private SocketChannel channel(LinkProxy link) throws IOException {
        return opened(SocketChannel.open(link.address()));
    }

    /** Writes until nothing more is taken for a while, and the bytes are where they belong. */
    private static long fill(SocketChannel client, BooleanSupplier arrived) throws Exception {
        client.configureBlocking(false);
        long sent = 0;
        for (int idle = 0; idle < 20 || !arrived.getAsBoolean(); idle++) {
            for (int n = write(client); n > 0; n = write(client)) {
                sent += n;
                idle = 0;
            }
            Thread.sleep(10);
        }
        return sent;
    }

    private static int write(SocketChannel client) throws IOException {
        return client.write(ByteBuffer.allocate(64 << 10));
    }

    private static void exchange(Socket client, String text) throws IOException {
        client.getOutputStream().write(bytes(text));
        assertThat(new String(client.getInputStream().readNBytes(text.length()), US_ASCII))
                .isEqualTo(text);
    }

    /** To be asked when the link is known to hold what was sent: no wait could tell more. */
    private static void assertNothingCame(Socket client) throws IOException {
        client.setSoTimeout(1);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        client.setSoTimeout(0);
    }

    private static void assertReset(Socket client) {
        assertThat(outcomeOfReading(client)).asString().contains("Connection reset");
    }

    private static Object outcomeOfReading(Socket socket) {
        try {
            InputStream in = socket.getInputStream();
            return String.valueOf(in.read());
        } catch (IOException e) {
            return e;
        }
    }

    private static List<Integer> changed(byte[] before, byte[] after) {
        return IntStream.range(0, after.length)
                .filter(i -> before[i] != after[i])
                .boxed()
                .toList();
    }

    private static void assertIllegal(Runnable action, String message) {
        assertThatThrownBy(action::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static List<Thread> threadsOf(LinkProxy link) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName()
                        .equals(LinkProxy.THREAD_PREFIX + link.address().getPort()))
                .toList();
    }

    private interface Action {
        void run() throws Exception;
    }

    private static CompletableFuture<Void> async(Action action) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                action.run();
                done.complete(null);
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return done;
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(SEED).nextBytes(bytes);
        return bytes;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }
}
