package io.wringer.samples.orders;

import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Fixture that must fail: nobody tries again. Run by {@link CaughtTests}. */
class OutageAtCheckout {

    private Shop shop;

    @BeforeEach
    void open() throws SQLException {
        shop = Shop.open(10);
    }

    @AfterEach
    void close() throws SQLException {
        shop.close();
    }

    @ChaosFault(
            fault = Fault.EXCEPTION,
            exception = SQLTransientException.class,
            message = "the database went away",
            type = PreparedStatement.class,
            method = "executeUpdate()",
            nth = 1)
    @Test
    void statementFails() throws SQLException {
        checkout();
    }

    void checkout() throws SQLException {
        try (Connection connection = shop.database().dataSource().getConnection()) {
            connection.setAutoCommit(false);
            OrderStore.insert(connection, shop.anOrder());
            connection.commit();
        }
    }
}
