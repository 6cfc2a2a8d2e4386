package io.wringer.samples.orders;

import io.wringer.leak.LeakFree;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every path of the service gives its connection back; the fixture {@link ForgetfulHistory} does not. */
class OrderLeakTests {

    private Shop shop;

    @BeforeEach
    void open() throws SQLException {
        shop = Shop.open(10);
    }

    @AfterEach
    void close() throws SQLException {
        shop.close();
    }

    // tag::leak-free[]
    @LeakFree
    @Test
    void historyOfAStrangerGivesItsConnectionBack() throws SQLException {
        shop.orders().history("nobody");
    }
    // end::leak-free[]

    @LeakFree
    @Test
    void orderThatIsSentAgainGivesItsConnectionBack() throws SQLException {
        Order order = new Order("again", Shop.CUSTOMER, shop.anOrder().lines());
        shop.orders().place(order);
    }

    @LeakFree
    @Test
    void refusedOrderGivesItsConnectionBack() throws SQLException {
        Order order = new Order("big", Shop.CUSTOMER, java.util.List.of(new OrderLine("tea", Shop.STOCK + 1)));
        try {
            shop.orders().place(order);
        } catch (OutOfStockException expected) {
            return;
        }
        throw new AssertionError("the order was taken");
    }
}
