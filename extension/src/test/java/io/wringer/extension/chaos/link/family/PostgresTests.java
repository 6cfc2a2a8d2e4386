package io.wringer.extension.chaos.link.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The driver of PostgreSQL against a real server, whose binaries come with the test's libraries. */
class PostgresTests extends Family {

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void startPostgres() {
        try {
            postgres = EmbeddedPostgres.builder()
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .start();
        } catch (Exception e) {
            Assumptions.abort("the embedded PostgreSQL doesn't start on this machine: " + e);
        }
    }

    @AfterAll
    static void stopPostgres() throws Exception {
        if (postgres != null) {
            postgres.close();
        }
    }

    @Override
    InetSocketAddress serve() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), postgres.getPort());
    }

    @Override
    String fragile() throws Exception {
        return ask("");
    }

    @Override
    String attempt() throws Exception {
        return ask("&connectTimeout=1&socketTimeout=1");
    }

    @Override
    String answer() {
        return "answer";
    }

    /**
     * The work is done, its confirmation is lost: whoever just tries again doubles the order, whoever names it does not.
     */
    @Test
    void aLostAnswerDoublesAnInsertThatIsBlindlyTriedAgain() throws Exception {
        execute("CREATE TABLE blind (item text)", "CREATE TABLE named (id int PRIMARY KEY, item text)");

        insertTwice("INSERT INTO blind VALUES ('book')");
        insertTwice("INSERT INTO named VALUES (1, 'book') ON CONFLICT DO NOTHING");

        await().until(() -> query("SELECT count(*) FROM blind").equals("2"));
        assertThat(query("SELECT count(*) FROM named")).isEqualTo("1");
    }

    // tag::lost-answer[]
    private void insertTwice(String insert) throws SQLException {
        try (Connection connection = connect("&socketTimeout=2");
                Statement statement = connection.createStatement()) {
            link().toClient().partition();
            assertThatThrownBy(() -> statement.executeUpdate(insert)).isInstanceOf(SQLException.class);
        }
        link().heal();
        execute(insert);
    }
    // end::lost-answer[]

    private String ask(String options) throws SQLException {
        try (Connection connection = connect(options);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 'answer'")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private String query(String sql) throws SQLException {
        try (Connection connection = connect("");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = connect("");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private Connection connect(String options) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://localhost:" + link().port() + "/postgres?user=postgres" + options);
    }
}
