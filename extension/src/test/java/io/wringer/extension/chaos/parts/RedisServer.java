package io.wringer.extension.chaos.parts;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The redis-server of the machine. */
public final class RedisServer implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/bin/redis-server");

    private final Process process;
    private final InetSocketAddress address;

    private RedisServer(Process process, InetSocketAddress address) {
        this.process = process;
        this.address = address;
    }

    /** Starts it, and aborts the test where there is none. */
    public static RedisServer start(Path directory) throws IOException {
        assumeTrue(Files.isExecutable(PROGRAM), PROGRAM + " is not installed: apt-get install redis-server");
        while (true) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());
            Process process = start(directory, address.getPort());
            await().atMost(Duration.ofSeconds(60)).until(() -> answers(address) || !process.isAlive());
            if (process.isAlive()) { // else somebody has taken the port
                return new RedisServer(process, address);
            }
        }
    }

    private static Process start(Path directory, int port) throws IOException {
        return new ProcessBuilder(
                        PROGRAM.toString(),
                        "--bind",
                        "127.0.0.1",
                        "--port",
                        String.valueOf(port),
                        "--save",
                        "",
                        "--dir",
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("redis.log").toFile())
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean answers(InetSocketAddress address) {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns where it listens. */
    public InetSocketAddress address() {
        return address;
    }

    /** Returns the port that it listens on. */
    public int port() {
        return address.getPort();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
