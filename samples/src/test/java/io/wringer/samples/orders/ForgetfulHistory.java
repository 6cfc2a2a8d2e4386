package io.wringer.samples.orders;

import io.wringer.leak.LeakFree;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Fixture that must fail: a path that forgets to give its connection back. Run by {@link CaughtTests}. */
class ForgetfulHistory {

    private Shop shop;

    @BeforeEach
    void open() throws SQLException {
        shop = Shop.open(10, Duration.ofSeconds(1), order -> {});
    }

    @AfterEach
    void close() throws SQLException {
        shop.close();
    }

    // tag::test[]
    @LeakFree
    @Test
    void historyOfAStranger() throws SQLException {
        history("nobody");
    }
    // end::test[]

    // tag::bug[]
    List<String> history(String customer) throws SQLException {
        Connection connection = shop.database().dataSource().getConnection();
        List<String> keys = OrderStore.keysOf(connection, customer);
        if (keys.isEmpty()) {
            return List.of(); // an early return, and nobody closes the connection
        }
        connection.close();
        return keys;
    }
    // end::bug[]
}
