package io.wringer.extension.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import io.wringer.chaos.FaultPoint;
import io.wringer.extension.chaos.parts.RedisServer;
import io.wringer.extension.run.Outcome;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Real stores that fall silent or drop their connections: PostgreSQL behind HikariCP, and Redis. */
@Timeout(120)
class StoresTest {

    static class Fixtures {
        @ChaosFault(fault = Fault.STALL, on = FaultPoint.SOCKET)
        void silent() {}

        @ChaosFault(fault = Fault.RESET, on = FaultPoint.SOCKET, nth = 1)
        void reset() {}
    }

    @Nested
    class Postgres {

        private static EmbeddedPostgres postgres;
        private static String absent = "";

        @BeforeAll
        static void start() {
            try {
                postgres = EmbeddedPostgres.builder()
                        .setPGStartupWait(java.time.Duration.ofSeconds(60))
                        .start();
            } catch (IOException | RuntimeException e) {
                absent = "PostgreSQL can't be started here: " + e;
            }
        }

        @AfterAll
        static void stop() throws IOException {
            if (postgres != null) {
                postgres.close();
            }
        }

        @Test
        void aSilentDatabaseMeetsTheSocketTimeOut() throws Exception {
            assumeTrue(postgres != null, absent);
            Outcome outcome = Faults.of(Fixtures.class, "silent").run(session -> {
                session.chaos().heal();
                try (HikariDataSource pool = pool("?socketTimeout=2");
                        Connection connection = pool.getConnection()) {
                    session.chaos().activate();
                    assertThatThrownBy(() -> connection.createStatement().executeQuery("select 1"))
                            .isInstanceOf(SQLException.class)
                            .hasRootCauseInstanceOf(java.net.SocketTimeoutException.class);
                    await().forever().until(() -> session.chaos().fired() > 0);
                    session.chaos().heal();
                }
            });
            assertThat(outcome.findings()).isEmpty();
        }

        private HikariDataSource pool(String parameters) {
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl("jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres" + parameters);
            config.setUsername("postgres");
            config.setMaximumPoolSize(1);
            return new HikariDataSource(config);
        }
    }

    @Test
    void redisTimesOutAndComesBack(@TempDir Path directory) throws Exception {
        try (RedisServer redis = RedisServer.start(directory)) {
            int port = redis.port();
            Outcome silent = Faults.of(Fixtures.class, "silent").run(session -> {
                assertThatThrownBy(() -> {
                            try (Jedis jedis = new Jedis("localhost", port, 300)) {
                                jedis.set("a", "1");
                            }
                        })
                        .isInstanceOf(JedisConnectionException.class)
                        .hasMessageContaining("Read timed out");
                await().forever().until(() -> session.chaos().fired() > 0);
                session.chaos().heal();
                try (Jedis jedis = new Jedis("localhost", port, 30_000)) {
                    assertThat(jedis.set("a", "1")).isEqualTo("OK");
                }
            });
            assertThat(silent.findings()).isEmpty();
            Outcome reset = Faults.of(Fixtures.class, "reset").run(session -> {
                assertThatThrownBy(() -> {
                            try (Jedis jedis = new Jedis("localhost", port, 30_000)) {
                                while (true) {
                                    jedis.incr("n");
                                }
                            }
                        })
                        .isInstanceOf(JedisConnectionException.class);
                try (Jedis jedis = new Jedis("localhost", port, 30_000)) {
                    assertThat(jedis.get("a")).isEqualTo("1");
                }
            });
            assertThat(reset.findings()).isEmpty();
        }
    }
}
