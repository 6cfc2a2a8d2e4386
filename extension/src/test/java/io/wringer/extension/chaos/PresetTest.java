package io.wringer.extension.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import io.wringer.chaos.FaultPoint;
import io.wringer.extension.run.Outcome;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PresetTest {

    static class Fixtures {
        @ChaosFault(fault = Fault.EXCEPTION, on = FaultPoint.SOCKET)
        void noConnection() {}

        @ChaosFault(fault = Fault.DISK_FULL)
        void diskFull() {}

        @ChaosFault(fault = Fault.EXCEPTION, on = FaultPoint.FILE)
        void brokenDisk() {}

        @ChaosFault(fault = Fault.EXCEPTION, on = FaultPoint.JDBC, nth = 2)
        void jdbc() {}

        @ChaosFault(fault = Fault.DNS)
        void unknownHost() {}

        @ChaosFault(fault = Fault.DNS, value = "192.0.2.7")
        void wrongHost() {}

        @ChaosFault(fault = Fault.DNS, value = "slow", delay = "60ms")
        void slowNames() {}

        @ChaosFault(fault = Fault.CLOCK_SKEW, value = "1000x")
        void drifts() {}

        @ChaosFault(fault = Fault.CLOCK_SKEW, delay = "1h")
        void anHourLater() {}

        @ChaosFault(fault = Fault.CLOCK_SKEW, value = "-5m")
        void back() {}

        @ChaosFault(fault = Fault.CLOCK_SKEW, value = "0x")
        void standsStill() {}

        @ChaosFault(fault = Fault.EXHAUST, value = "threads")
        void noThreads() {}

        @ChaosFault(fault = Fault.EXHAUST, value = "descriptors")
        void noDescriptors() {}

        @ChaosFault(fault = Fault.EXHAUST, value = "pool")
        void noConnections() {}

        @ChaosFault(fault = Fault.EXHAUST, value = "heap", type = PresetTest.class, method = "hungry")
        void noHeap() {}

        @ChaosFault(fault = Fault.EXCEPTION, on = FaultPoint.EXECUTOR)
        void rejected() {}

        @ChaosFault(fault = Fault.RETURN, value = "7", type = System.class, method = "nanoTime")
        void nativeMethod() {}

        @ChaosFault(
                fault = Fault.EXCEPTION,
                exception = InterruptedException.class,
                type = Thread.class,
                method = "sleep(long)")
        void interruptedSleep() {}
    }

    @TempDir
    Path directory;

    private static Faults faults(String method) {
        return Faults.of(Fixtures.class, method);
    }

    @Test
    void socketsCannotConnect() throws Exception {
        try (ServerSocket server = new ServerSocket(0)) {
            Outcome outcome = faults("noConnection").run(session -> {
                assertThatThrownBy(() -> new Socket("localhost", server.getLocalPort()))
                        .isInstanceOf(ConnectException.class)
                        .hasMessageContaining("Injected by Wringer at java.net.Socket.connect(SocketAddress, int)");
                assertThatThrownBy(() -> java.nio.channels.SocketChannel.open(server.getLocalSocketAddress()))
                        .isInstanceOf(ConnectException.class);
            });
            assertThat(outcome.findings()).isEmpty();
            new Socket("localhost", server.getLocalPort()).close();
        }
    }

    @Test
    void aFullDiskTakesAPartAndFails() throws Exception {
        Path stream = directory.resolve("stream");
        Path channel = directory.resolve("channel");
        Outcome outcome = faults("diskFull").run(session -> {
            System.out.println("the console is no disk");
            try (FileOutputStream out = new FileOutputStream(stream.toFile())) {
                assertThatThrownBy(() -> out.write(new byte[100]))
                        .isInstanceOf(IOException.class)
                        .hasMessage("No space left on device");
            }
            try (FileChannel out = FileChannel.open(channel, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                ByteBuffer data = ByteBuffer.allocate(100);
                assertThatThrownBy(() -> out.write(data)).hasMessage("No space left on device");
                assertThat(data.remaining()).isEqualTo(50);
            }
            assertThatThrownBy(() -> Files.write(directory.resolve("files"), new byte[100]))
                    .hasMessage("No space left on device");
            assertThatThrownBy(() -> Files.writeString(directory.resolve("text"), "abcd"))
                    .hasMessage("No space left on device");
        });
        assertThat(outcome.findings()).isEmpty();
        assertThat(stream).hasSize(50);
        assertThat(channel).hasSize(50);
        assertThatCode(() -> Files.write(stream, new byte[100])).doesNotThrowAnyException();
    }

    @Test
    void aFullDiskTakesAPartOfSeveralBuffers() throws Exception {
        Path gathered = directory.resolve("gathered");
        ByteBuffer[] data = {ByteBuffer.allocate(10), ByteBuffer.allocate(60), ByteBuffer.allocate(30)};
        ByteBuffer[] rest = {ByteBuffer.allocate(500), ByteBuffer.allocate(6), ByteBuffer.allocate(8)};
        Outcome outcome = faults("diskFull").run(session -> {
            try (FileChannel out = FileChannel.open(gathered, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                assertThatThrownBy(() -> out.write(data)).hasMessage("No space left on device");
                assertThatThrownBy(() -> out.write(rest, 1, 2)).hasMessage("No space left on device");
            }
        });
        assertThat(outcome.findings()).isEmpty();
        assertThat(data).extracting(ByteBuffer::remaining).containsExactly(0, 20, 30);
        assertThat(rest).extracting(ByteBuffer::remaining).containsExactly(500, 0, 7);
        assertThat(gathered).hasSize(57);
        assertThat(Faults.fault(outcome, 0).fired()).isEqualTo(2);
    }

    @Test
    void filesCannotBeOpened() throws Exception {
        faults("brokenDisk").run(session -> {
            assertThatThrownBy(() -> new FileOutputStream(directory.resolve("x").toFile()))
                    .isInstanceOf(FileNotFoundException.class);
            assertThatThrownBy(() -> Files.readAllBytes(directory)).isInstanceOf(IOException.class);
            assertThat(Class.forName("io.wringer.extension.chaos.PresetTest$LoadedWithin"))
                    .isNotNull();
        });
    }

    static class LoadedWithin {}

    @Test
    void filesThatAreOpenFailToo() throws Exception {
        Path file = Files.write(directory.resolve("file"), new byte[10]);
        try (FileInputStream in = new FileInputStream(file.toFile());
                RandomAccessFile both = new RandomAccessFile(file.toFile(), "rw");
                FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            Outcome outcome = faults("brokenDisk").run(session -> {
                assertThatThrownBy(in::read).isInstanceOf(IOException.class);
                assertThatThrownBy(() -> both.write(1)).isInstanceOf(IOException.class);
                assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1))).isInstanceOf(IOException.class);
            });
            assertThat(Faults.fault(outcome, 0).fired()).isEqualTo(3);
            assertThat(in.readAllBytes()).hasSize(10);
        }
    }

    @Test
    void statementsFail() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:preset")) {
            Outcome outcome = faults("jdbc").run(session -> {
                connection.createStatement().execute("create table a(id int)");
                assertThatThrownBy(() -> connection.createStatement().executeQuery("select * from a"))
                        .isInstanceOf(SQLException.class);
            });
            assertThat(outcome.findings()).isEmpty();
        }
    }

    @Test
    void namesAreUnknownOrWrong() throws Exception {
        faults("unknownHost").run(session -> {
            assertThatThrownBy(() -> InetAddress.getByName("localhost"))
                    .isInstanceOf(UnknownHostException.class)
                    .hasMessage("localhost: Name or service not known");
            assertThat(InetAddress.getByName("127.0.0.1").isLoopbackAddress()).isTrue();
        });
        faults("wrongHost")
                .run(session -> assertThat(InetAddress.getByName("localhost").getHostAddress())
                        .isEqualTo("192.0.2.7"));
        assertThat(InetAddress.getByName("localhost").isLoopbackAddress()).isTrue();
    }

    @Test
    void namesAreSlow() throws Exception {
        Outcome outcome = faults("slowNames").run(session -> {
            long start = System.nanoTime();
            assertThat(InetAddress.getByName("localhost").isLoopbackAddress()).isTrue();
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(60_000_000L);
        });
        assertThat(outcome.findings()).isEmpty();
    }

    @Test
    void theClockDrifts() throws Exception {
        long right = System.currentTimeMillis();
        Outcome outcome = faults("drifts").run(session -> {
            Thread.sleep(20); // 20 seconds of the wrong clock
            assertThat(System.currentTimeMillis() - right).isGreaterThan(15_000L);
            assertThat(Instant.now().toEpochMilli() - right).isGreaterThan(15_000L);
        });
        assertThat(outcome.findings()).isEmpty();
    }

    @Test
    void theClockJumpsAndStandsStill() throws Exception {
        long right = System.currentTimeMillis();
        Outcome outcome = faults("anHourLater").run(session -> {
            long hour = Duration.ofHours(1).toMillis();
            assertThat(System.currentTimeMillis() - right).isCloseTo(hour, within(60_000L));
            assertThat(Instant.now().toEpochMilli() - right).isCloseTo(hour, within(60_000L));
            assertThat(new Date().getTime() - right).isCloseTo(hour, within(60_000L));
            assertThat(Clock.systemUTC().millis() - right).isCloseTo(hour, within(60_000L));
            assertThat(java.time.LocalDateTime.now(ZoneOffset.UTC)
                                    .toInstant(ZoneOffset.UTC)
                                    .toEpochMilli()
                            - right)
                    .isCloseTo(hour, within(60_000L));
        });
        assertThat(outcome.findings()).isEmpty();
        faults("back")
                .run(session -> assertThat(System.currentTimeMillis() - right).isCloseTo(-300_000L, within(60_000L)));
        faults("standsStill").run(session -> {
            Instant first = Instant.now();
            Thread.sleep(5);
            assertThat(Instant.now()).isEqualTo(first);
        });
        assertThat(System.currentTimeMillis() - right).isLessThan(60_000L);
    }

    @Test
    void thingsRunOut() throws Exception {
        faults("noThreads")
                .run(session -> assertThatThrownBy(() -> new Thread(() -> {}).start())
                        .isInstanceOf(OutOfMemoryError.class)
                        .hasMessageContaining("unable to create native thread"));
        faults("noDescriptors").run(session -> {
            assertThatThrownBy(() -> new FileOutputStream(directory.resolve("x").toFile()))
                    .isInstanceOf(FileNotFoundException.class)
                    .hasMessageContaining("Too many open files");
            assertThatThrownBy(() -> Files.newInputStream(directory.resolve("x")))
                    .isInstanceOf(java.nio.file.FileSystemException.class)
                    .hasMessageContaining("Too many open files");
        });
        faults("noHeap")
                .run(session -> assertThatThrownBy(PresetTest::hungry)
                        .isInstanceOf(OutOfMemoryError.class)
                        .hasMessage("Java heap space"));
        org.h2.jdbcx.JdbcDataSource source = new org.h2.jdbcx.JdbcDataSource();
        source.setURL("jdbc:h2:mem:pool");
        faults("noConnections")
                .run(session -> assertThatThrownBy(source::getConnection)
                        .isInstanceOf(java.sql.SQLTransientConnectionException.class)
                        .hasMessageContaining("the pool is exhausted"));
    }

    static byte[] hungry() {
        return new byte[10];
    }

    @Test
    void executorsRefuseWork() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            Outcome outcome = faults("rejected").run(session -> {
                assertThatThrownBy(() -> pool.submit(() -> 1)).isInstanceOf(RejectedExecutionException.class);
                assertThatThrownBy(() -> pool.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
            });
            assertThat(Faults.fault(outcome, 0).fired()).isEqualTo(2);
            assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void nativeMethodsAreReachedWhereTheyAreCalled() throws Exception {
        faults("nativeMethod").run(session -> assertThat(System.nanoTime()).isEqualTo(7));
        assertThat(System.nanoTime()).isNotEqualTo(7);
        faults("interruptedSleep")
                .run(session -> assertThatThrownBy(() -> Thread.sleep(10)).isInstanceOf(InterruptedException.class));
    }
}
