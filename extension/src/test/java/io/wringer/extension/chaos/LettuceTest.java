package io.wringer.extension.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import io.wringer.extension.chaos.parts.RedisServer;
import io.wringer.extension.run.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Lettuce, that is Netty, over NIO: its connects are made by threads of Netty's own. */
@Timeout(60)
class LettuceTest {

    /** Lettuce tells of every connection that it loses. */
    private static final Logger CHATTER = Logger.getLogger("io.lettuce");

    private static RedisServer redis;

    static class Fixtures {
        @ChaosFault(fault = Fault.STALL, endpoint = "localhost")
        void silent() {}

        @ChaosFault(fault = Fault.RESET, endpoint = "localhost")
        void dropped() {}

        @ChaosFault(fault = Fault.REFUSE, endpoint = "localhost")
        void down() {}
    }

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        System.setProperty("io.lettuce.core.epoll", "false"); // a native transport would bypass the faults
        CHATTER.setLevel(Level.OFF);
        redis = RedisServer.start(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        if (redis != null) {
            redis.close();
        }
        System.clearProperty("io.lettuce.core.epoll");
        CHATTER.setLevel(null);
    }

    private static RedisClient client(boolean reconnecting) {
        RedisClient client = RedisClient.create("redis://localhost:" + redis.port());
        client.setOptions(ClientOptions.builder().autoReconnect(reconnecting).build());
        return client;
    }

    @Test
    void aSilentServerMeetsTheTimeOutAndHeldCommandsGoOn() throws Exception {
        Outcome outcome = Faults.of(Fixtures.class, "silent").run(session -> {
            session.chaos().heal();
            try (RedisClient client = client(true);
                    StatefulRedisConnection<String, String> connection = client.connect()) {
                assertThat(connection.sync().set("a", "1")).isEqualTo("OK");
                session.chaos().activate();
                connection.setTimeout(Duration.ofMillis(200));
                assertThatThrownBy(() -> connection.sync().incr("a")).isInstanceOf(RedisCommandTimeoutException.class);
                await().forever().until(() -> session.chaos().fired() > 0);
                session.chaos().heal();
                connection.setTimeout(Duration.ofSeconds(30));
                assertThat(connection.sync().get("a")).isEqualTo("2"); // the command was held, and not lost
            }
        });
        assertThat(outcome.findings()).isEmpty();
    }

    @Test
    void aDroppedConnectionEndsWhoeverDoesNotConnectAgain() throws Exception {
        Outcome outcome = Faults.of(Fixtures.class, "dropped").run(session -> {
            session.chaos().heal();
            try (RedisClient client = client(false);
                    StatefulRedisConnection<String, String> connection = client.connect()) {
                assertThat(connection.sync().set("b", "1")).isEqualTo("OK");
                session.chaos().activate();
                await().forever().until(() -> !connection.isOpen());
                session.chaos().heal();
                assertThatThrownBy(() -> connection.sync().get("b")).isInstanceOf(RedisException.class);
                try (StatefulRedisConnection<String, String> fresh = client.connect()) {
                    assertThat(fresh.sync().get("b")).isEqualTo("1");
                }
            }
        });
        assertThat(outcome.findings()).isEmpty();
    }

    @Test
    void aServerThatIsDownIsSeenAtTheConnect() throws Exception {
        Outcome outcome = Faults.of(Fixtures.class, "down").run(session -> {
            try (RedisClient client = client(true)) {
                assertThatThrownBy(client::connect).hasStackTraceContaining("Connection refused");
                session.chaos().heal();
                try (StatefulRedisConnection<String, String> connection = client.connect()) {
                    assertThat(connection.sync().ping()).isEqualTo("PONG");
                }
            }
        });
        assertThat(outcome.findings()).isEmpty();
    }
}
