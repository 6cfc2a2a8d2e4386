package io.wringer.extension.chaos.link.family;

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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** Jedis against the redis-server of the machine, which the test starts. */
class RedisTests extends Family {

    private static final Path REDIS = Path.of("/usr/bin/redis-server");

    private static Process redis;
    private static InetSocketAddress address;

    @BeforeAll
    @Timeout(120)
    static void startRedis(@TempDir Path directory) throws Exception {
        assumeTrue(Files.isExecutable(REDIS), REDIS + " is not installed: apt-get install redis-server");
        do {
            address = new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());
            redis = start(directory);
            await().atMost(Duration.ofSeconds(60)).until(() -> answers() || !redis.isAlive());
        } while (!redis.isAlive()); // somebody else has taken the port
    }

    private static Process start(Path directory) throws IOException {
        return new ProcessBuilder(
                        REDIS.toString(),
                        "--bind",
                        "127.0.0.1",
                        "--port",
                        String.valueOf(address.getPort()),
                        "--save",
                        "",
                        "--dir",
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("redis.log").toFile())
                .start();
    }

    @AfterAll
    static void stopRedis() throws Exception {
        if (redis != null) {
            redis.destroy();
            if (!redis.waitFor(10, TimeUnit.SECONDS)) {
                redis.destroyForcibly();
            }
        }
    }

    @Override
    InetSocketAddress serve() {
        return address;
    }

    @Override
    String fragile() {
        return ask(0);
    }

    @Override
    String attempt() {
        return ask(PATIENCE);
    }

    @Override
    String answer() {
        return "OK, value";
    }

    private String ask(int timeout) {
        try (Jedis jedis = new Jedis(link().host(), link().port(), timeout)) {
            return jedis.set("key", "value") + ", " + jedis.get("key");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean answers() {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
