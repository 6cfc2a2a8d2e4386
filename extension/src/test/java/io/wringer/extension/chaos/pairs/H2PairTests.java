package io.wringer.extension.chaos.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** HikariCP and H2: statements fail. */
class H2PairTests extends PairTests {

    private static HikariDataSource pool;

    @BeforeAll
    static void openPool() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:h2:mem:pairs");
        config.setMaximumPoolSize(2);
        pool = new HikariDataSource(config);
    }

    @AfterAll
    static void closePool() {
        pool.close();
    }

    abstract static class Store {

        abstract void insert(int id) throws SQLException;

        final void insertOnce(int id) throws SQLException {
            try (Connection connection = pool.getConnection();
                    PreparedStatement statement = connection.prepareStatement("insert into orders values (?)")) {
                statement.setInt(1, id);
                statement.executeUpdate();
            }
        }

        @BeforeEach
        void emptyTable() throws SQLException {
            Sql.execute(pool, "drop table if exists orders", "create table orders(id int primary key)");
        }

        @Test
        @ChaosFault(
                fault = Fault.EXCEPTION,
                exception = SQLException.class,
                message = "connection is lost",
                at = "java.sql.PreparedStatement.executeUpdate()",
                probability = 0.3)
        void keepsEveryOrder() throws SQLException {
            for (int id = 1; id <= 20; id++) {
                insert(id);
            }
            assertThat(Sql.count(pool, "orders")).as("stored orders").isEqualTo(20);
        }
    }

    static class Swallowing extends Store {
        @Override
        void insert(int id) {
            try {
                insertOnce(id);
            } catch (SQLException e) {
                System.getLogger("store").log(System.Logger.Level.DEBUG, "not stored", e);
            }
        }
    }

    static class Stubborn extends Store {
        @Override
        void insert(int id) throws SQLException {
            for (int attempt = 1; ; attempt++) {
                try {
                    insertOnce(id);
                    return;
                } catch (SQLException e) {
                    if (attempt == 20) {
                        throw e;
                    }
                }
            }
        }
    }

    @Override
    Class<?> broken() {
        return Swallowing.class;
    }

    @Override
    Class<?> robust() {
        return Stubborn.class;
    }

    @Override
    String failure() {
        return "stored orders.*expected: 20.*but was: 1?[0-9]\\b";
    }

    @Override
    String cause() {
        return "chaos: EXCEPTION at java.sql.PreparedStatement.executeUpdate\\(\\) fired (once|twice|[0-9]+ times)";
    }
}
