package io.wringer.extension.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import io.wringer.chaos.FaultPoint;
import io.wringer.chaos.Phase;
import io.wringer.extension.run.Outcome;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Real stores, a broken and a robust user of each: PostgreSQL behind HikariCP, Redis, files. */
@Timeout(120)
class StoresTest {

    private static final int SEEDS = 10;

    static class Fixtures {
        @ChaosFault(
                fault = Fault.EXCEPTION,
                exception = SQLException.class,
                message = "the answer is lost",
                type = PreparedStatement.class,
                method = "executeUpdate()",
                phase = Phase.AFTER,
                probability = 0.4)
        void answerLost() {}

        @ChaosFault(fault = Fault.STALL, on = FaultPoint.SOCKET)
        void silent() {}

        @ChaosFault(fault = Fault.RESET, on = FaultPoint.SOCKET, nth = 1)
        void reset() {}

        @ChaosFault(fault = Fault.DISK_FULL, probability = 0.5, minFired = 0)
        void diskFull() {}
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
        void aRetryThatCannotTellDoublesOrdersAndAnIdempotentOneDoesNot() throws Exception {
            assumeTrue(postgres != null, absent);
            try (HikariDataSource pool = pool("")) {
                execute(pool, "create table if not exists orders(id int, unique_id int unique)");
                int doubled = 0;
                for (long seed = 1; seed <= SEEDS; seed++) {
                    doubled += runWith(pool, seed, "insert into orders(id) values (?)") > 10 ? 1 : 0;
                    assertThat(runWith(pool, seed, "insert into orders(unique_id) values (?) on conflict do nothing"))
                            .isEqualTo(10);
                }
                assertThat(doubled).isEqualTo(SEEDS);
            }
        }

        private int runWith(HikariDataSource pool, long seed, String insert) throws Exception {
            execute(pool, "delete from orders");
            Outcome outcome = Faults.of(Fixtures.class, "answerLost")
                    .seeded(seed)
                    .run(session -> {
                        for (int id = 1; id <= 10; id++) {
                            stubbornly(pool, insert, id);
                        }
                    });
            assertThat(outcome.findings()).isEmpty();
            return count(pool);
        }

        private void stubbornly(HikariDataSource pool, String insert, int id) throws SQLException {
            for (int attempt = 1; attempt <= 20; attempt++) {
                try (Connection connection = pool.getConnection();
                        PreparedStatement statement = connection.prepareStatement(insert)) {
                    statement.setInt(1, id);
                    statement.executeUpdate();
                    return;
                } catch (SQLException e) {
                    assertThat((Throwable) e).hasMessage("the answer is lost");
                }
            }
        }

        @Test
        void aSilentDatabaseMeetsTheSocketTimeOut() throws Exception {
            assumeTrue(postgres != null, absent);
            Outcome outcome = Faults.of(Fixtures.class, "silent").run(session -> {
                session.chaos().heal();
                try (HikariDataSource pool = pool("?socketTimeout=3");
                        Connection connection = pool.getConnection()) {
                    session.chaos().activate();
                    assertThatThrownBy(() -> connection.createStatement().executeQuery("select 1"))
                            .isInstanceOf(SQLException.class)
                            .hasRootCauseInstanceOf(java.net.SocketTimeoutException.class);
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

        private void execute(HikariDataSource pool, String sql) throws SQLException {
            try (Connection connection = pool.getConnection()) {
                connection.createStatement().execute(sql);
            }
        }

        private int count(HikariDataSource pool) throws SQLException {
            try (Connection connection = pool.getConnection();
                    ResultSet result = connection.createStatement().executeQuery("select count(*) from orders")) {
                result.next();
                return result.getInt(1);
            }
        }
    }

    @Test
    void redisTimesOutAndComesBack(@TempDir Path directory) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/redis-server")), "there is no /usr/bin/redis-server");
        int port = freePort();
        Process redis = new ProcessBuilder(
                        "/usr/bin/redis-server", "--port", "" + port, "--save", "", "--dir", "" + directory)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        try {
            awaitPort(port);
            Outcome silent = Faults.of(Fixtures.class, "silent").run(session -> {
                assertThatThrownBy(() -> {
                            try (Jedis jedis = new Jedis("localhost", port, 300)) {
                                jedis.set("a", "1");
                            }
                        })
                        .isInstanceOf(JedisConnectionException.class)
                        .hasMessageContaining("Read timed out");
                session.chaos().heal();
                try (Jedis jedis = new Jedis("localhost", port, 5000)) {
                    assertThat(jedis.set("a", "1")).isEqualTo("OK");
                }
            });
            assertThat(silent.findings()).isEmpty();
            Outcome reset = Faults.of(Fixtures.class, "reset").run(session -> {
                assertThatThrownBy(() -> {
                            try (Jedis jedis = new Jedis("localhost", port, 5000)) {
                                while (true) {
                                    jedis.incr("n");
                                }
                            }
                        })
                        .isInstanceOf(JedisConnectionException.class);
                try (Jedis jedis = new Jedis("localhost", port, 5000)) {
                    assertThat(jedis.get("a")).isEqualTo("1");
                }
            });
            assertThat(reset.findings()).isEmpty();
        } finally {
            redis.destroy();
            redis.waitFor(10, TimeUnit.SECONDS);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void awaitPort(int port) throws InterruptedException {
        for (long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
                System.nanoTime() < until;
                Thread.sleep(20)) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("localhost", port), 1000);
                return;
            } catch (IOException e) {
                // not yet
            }
        }
        throw new IllegalStateException("redis-server does not listen on " + port);
    }

    @Test
    void aFullDiskTearsFilesWrittenInPlaceOnly(@TempDir Path directory) throws Exception {
        Path settings = directory.resolve("settings");
        int torn = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            Files.writeString(settings, "old settings");
            Outcome inPlace = Faults.of(Fixtures.class, "diskFull").seeded(seed).run(session -> {
                try {
                    Files.writeString(settings, "new settings");
                } catch (IOException e) {
                    assertThat((Throwable) e).hasMessage("No space left on device");
                }
            });
            boolean struck = Faults.fault(inPlace, 0).fired() > 0;
            assertThat(Files.readString(settings)).isEqualTo(struck ? "new se" : "new settings");
            torn += struck ? 1 : 0;
            Files.writeString(settings, "old settings");
            Faults.of(Fixtures.class, "diskFull").seeded(seed).run(session -> {
                Path next = directory.resolve("next");
                try {
                    Files.writeString(next, "new settings");
                    Files.move(next, settings, StandardCopyOption.ATOMIC_MOVE);
                } catch (IOException e) {
                    Files.deleteIfExists(next);
                }
            });
            assertThat(Files.readString(settings)).isIn("old settings", "new settings");
        }
        assertThat(torn).isBetween(1, SEEDS - 1);
    }
}
