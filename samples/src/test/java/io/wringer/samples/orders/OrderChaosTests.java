package io.wringer.samples.orders;

import io.wringer.Slo;
import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import io.wringer.chaos.Phase;
import io.wringer.stress.StressTest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The database fails at the worst moments, and no order is lost or doubled; the fixtures {@link DoublingCheckout} and
 * {@link LosingCheckout} do worse.
 */
class OrderChaosTests {

    private Shop shop;

    @BeforeEach
    void open() throws SQLException {
        shop = Shop.open(10);
    }

    @AfterEach
    void close() throws SQLException {
        try (Shop open = shop) {
            open.assertThatNoOrderIsLostOrDoubled();
        }
    }

    @ChaosFault(
            fault = Fault.EXCEPTION,
            exception = SQLTransientException.class,
            type = PreparedStatement.class,
            method = "executeUpdate()",
            nth = 3)
    @Test
    void statementFails() throws SQLException {
        shop.checkout();
    }

    @ChaosFault(
            fault = Fault.EXCEPTION,
            exception = SQLTransientException.class,
            type = Connection.class,
            method = "commit",
            phase = Phase.BEFORE,
            nth = 1)
    @Test
    void commitFails() throws SQLException {
        shop.checkout();
    }

    // tag::chaos[]
    @ChaosFault(
            fault = Fault.EXCEPTION,
            exception = SQLTransientException.class,
            type = Connection.class,
            method = "commit",
            phase = Phase.AFTER, // the order is stored, but the answer is lost
            nth = 1)
    @Test
    void answerOfTheCommitIsLost() throws SQLException {
        shop.checkout();
    }
    // end::chaos[]

    // tag::together[]
    @ChaosFault(
            fault = Fault.EXCEPTION,
            exception = SQLTransientException.class,
            type = Connection.class,
            method = "commit",
            phase = Phase.AFTER,
            every = 10,
            times = 4) // an order is tried five times, and may be the one that is struck each time
    @StressTest(threads = 8, iterations = 500)
    @Slo("success == 100%")
    void answersAreLostUnderLoad() throws SQLException {
        shop.checkout();
    }
    // end::together[]
}
