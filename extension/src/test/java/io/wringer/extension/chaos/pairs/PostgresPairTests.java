package io.wringer.extension.chaos.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import io.wringer.chaos.Phase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** HikariCP and PostgreSQL: the work is done, its answer is lost. */
class PostgresPairTests extends PairTests {

    private static EmbeddedPostgres postgres;
    private static HikariDataSource pool;

    @BeforeAll
    static void start() {
        try {
            postgres = EmbeddedPostgres.builder()
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .start();
        } catch (IOException | RuntimeException e) {
            Assumptions.abort("PostgreSQL can't be started here: " + e);
        }
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres");
        config.setUsername("postgres");
        config.setMaximumPoolSize(1);
        pool = new HikariDataSource(config);
    }

    @AfterAll
    static void stop() throws IOException {
        if (pool != null) {
            pool.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }

    /** Tries again until there is an answer. */
    abstract static class Store {

        abstract String insert();

        @BeforeEach
        void emptyTables() throws SQLException {
            Sql.execute(
                    pool,
                    "drop table if exists orders",
                    "create table orders(id int" + (insert().contains("conflict") ? " primary key)" : ")"));
        }

        @Test
        @ChaosFault(
                fault = Fault.EXCEPTION,
                exception = SQLException.class,
                message = "the answer is lost",
                type = PreparedStatement.class,
                method = "executeUpdate()",
                phase = Phase.AFTER,
                probability = 0.4)
        void storesEveryOrderOnce() throws SQLException {
            for (int id = 1; id <= 10; id++) {
                insertStubbornly(id);
            }
            assertThat(Sql.count(pool, "orders")).as("stored orders").isEqualTo(10);
        }

        private void insertStubbornly(int id) throws SQLException {
            for (int attempt = 1; ; attempt++) {
                try (Connection connection = pool.getConnection();
                        PreparedStatement statement = connection.prepareStatement(insert())) {
                    statement.setInt(1, id);
                    statement.executeUpdate();
                    return;
                } catch (SQLException e) {
                    if (attempt == 20) {
                        throw e;
                    }
                }
            }
        }
    }

    static class Blind extends Store {
        @Override
        String insert() {
            return "insert into orders values (?)";
        }
    }

    static class Idempotent extends Store {
        @Override
        String insert() {
            return "insert into orders values (?) on conflict do nothing";
        }
    }

    @Override
    Class<?> broken() {
        return Blind.class;
    }

    @Override
    Class<?> robust() {
        return Idempotent.class;
    }

    @Override
    String failure() {
        return "stored orders.*expected: 10.*but was: [1-9][0-9]\\b";
    }

    @Override
    String cause() {
        return "chaos: EXCEPTION at java.sql.PreparedStatement.executeUpdate\\(\\) fired (once|twice|[0-9]+ times)";
    }
}
