package io.wringer.samples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import io.wringer.chaos.Phase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Fixture that must fail: a failed commit is taken for a lost answer. Run by {@link CaughtTests}. */
class LosingCheckout {

    private Shop shop;

    @BeforeEach
    void open() throws SQLException {
        shop = Shop.open(10);
    }

    @AfterEach
    void close() throws SQLException {
        shop.close();
    }

    // tag::test[]
    @ChaosFault(
            fault = Fault.EXCEPTION,
            exception = SQLTransientException.class,
            type = Connection.class,
            method = "commit",
            phase = Phase.BEFORE,
            nth = 1)
    @Test
    void commitFails() throws SQLException {
        checkout();
        assertThat(shop.orders().history(Shop.CUSTOMER)).as("stored orders").hasSize(1);
    }
    // end::test[]

    // tag::bug[]
    void checkout() throws SQLException {
        try (Connection connection = shop.database().dataSource().getConnection()) {
            connection.setAutoCommit(false);
            OrderStore.insert(connection, shop.anOrder());
            commit(connection);
        }
    }

    private static void commit(Connection connection) throws SQLException {
        try {
            connection.commit();
        } catch (SQLTransientException e) {
            // the order is surely stored, only the answer was lost
        }
    }
    // end::bug[]
}
