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

/** Fixture that must fail: each attempt is a new order to the database. Run by {@link CaughtTests}. */
class DoublingCheckout {

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
            phase = Phase.AFTER,
            nth = 1)
    @Test
    void answerOfTheCommitIsLost() throws SQLException {
        checkout();
        assertThat(shop.orders().history(Shop.CUSTOMER)).as("stored orders").hasSize(1);
    }
    // end::test[]

    // tag::bug[]
    void checkout() throws SQLException {
        new Transactions(shop.database().dataSource()).retrying(connection -> {
            Order order = shop.anOrder(); // a new key at each attempt
            OrderStore.insert(connection, order);
            return order;
        });
    }
    // end::bug[]
}
