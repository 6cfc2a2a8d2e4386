package io.wringer.extension.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import io.wringer.extension.run.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On HikariCP and H2. */
class JdbcFaultTest {

    static class Fixtures {
        @ChaosFault(
                fault = Fault.EXCEPTION,
                exception = SQLException.class,
                message = "connection is lost",
                type = PreparedStatement.class,
                method = "executeUpdate",
                nth = 2)
        void second() {}
    }

    private HikariDataSource pool;

    @BeforeEach
    void openPool() throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:h2:mem:faults");
        config.setMaximumPoolSize(2);
        pool = new HikariDataSource(config);
        try (Connection connection = pool.getConnection()) {
            connection.createStatement().execute("create table orders(id int primary key)");
        }
    }

    @AfterEach
    void closePool() {
        pool.close();
    }

    @Test
    void strikesTheDriverOncePerCallThroughThePool() throws Exception {
        Outcome outcome = Faults.of(Fixtures.class, "second").run(session -> {
            insert(1);
            assertThatThrownBy(() -> insert(2))
                    .isInstanceOf(SQLException.class)
                    .hasMessage("connection is lost")
                    .satisfies(thrown -> assertThat(thrown.getStackTrace()[0].getClassName())
                            .isEqualTo("org.h2.jdbc.JdbcPreparedStatement"));
            insert(3);
        });
        assertThat(outcome.findings()).isEmpty();
        assertThat(Faults.fault(outcome, 0).calls()).isEqualTo(3);
        assertThat(count()).isEqualTo(2);
    }

    private void insert(int id) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement("insert into orders values (?)")) {
            statement.setInt(1, id);
            statement.executeUpdate();
        }
    }

    private int count() throws SQLException {
        try (Connection connection = pool.getConnection();
                ResultSet result = connection.createStatement().executeQuery("select count(*) from orders")) {
            result.next();
            return result.getInt(1);
        }
    }
}
