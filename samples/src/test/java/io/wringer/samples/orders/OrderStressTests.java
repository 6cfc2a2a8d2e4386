package io.wringer.samples.orders;

import io.wringer.Slo;
import io.wringer.stress.StressPlan;
import io.wringer.stress.StressTest;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The service keeps its promises under load; the fixture {@link OverloadedCheckout} does not. */
class OrderStressTests {

    private static final Duration PROVIDER_ANSWERS_AFTER = Duration.ofMillis(20);

    private Shop shop;

    @BeforeEach
    void open() throws SQLException {
        shop = Shop.open(10, Duration.ofSeconds(30), order -> LockSupport.parkNanos(PROVIDER_ANSWERS_AFTER.toNanos()));
    }

    @AfterEach
    void close() throws SQLException {
        try (Shop open = shop) {
            open.assertThatNoOrderIsLostOrDoubled();
        }
    }

    // tag::stress[]
    @StressTest(threads = 16, duration = "3s")
    @Slo({"p95 < 1s", "success == 100%", "throughput >= 20/s"})
    void checkout() throws SQLException {
        shop.checkout();
    }
    // end::stress[]

    // tag::plan[]
    @StressTest(threads = 16, duration = "3s")
    @Slo({"p95 < 1s for checkout", "p95 < 500ms for history", "success == 100%"})
    void customersLookAroundMoreThanTheyBuy(StressPlan plan) {
        plan.operation("checkout", 20, () -> shop.checkout())
                .operation("history", 80, () -> shop.orders().history("nobody"));
    }
    // end::plan[]
}
