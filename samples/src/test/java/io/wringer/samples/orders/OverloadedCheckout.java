package io.wringer.samples.orders;

import io.wringer.Slo;
import io.wringer.stress.StressTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Fixture that must fail: the payment provider is asked while a connection is held. With 2 connections and 20 ms per
 * answer, 16 customers can't be served in less than 8 x 20 ms. Run by {@link CaughtTests}.
 */
class OverloadedCheckout {

    private static final Duration PROVIDER_ANSWERS_AFTER = Duration.ofMillis(20);

    private Shop shop;

    @BeforeEach
    void open() throws SQLException {
        shop = Shop.open(2, Duration.ofSeconds(30), order -> {});
    }

    @AfterEach
    void close() throws SQLException {
        shop.close();
    }

    // tag::test[]
    @StressTest(threads = 16, iterations = 400)
    @Slo({"p99 < 100ms", "success == 100%"})
    void checkout() throws SQLException {
        place(shop.anOrder());
    }
    // end::test[]

    // tag::bug[]
    void place(Order order) throws SQLException {
        try (Connection connection = shop.database().dataSource().getConnection()) {
            connection.setAutoCommit(false);
            authorize(order); // 20 ms, in which the connection serves nobody
            OrderStore.insert(connection, order);
            connection.commit();
        }
    }
    // end::bug[]

    private static void authorize(Order order) {
        LockSupport.parkNanos(PROVIDER_ANSWERS_AFTER.toNanos());
    }
}
