package io.wringer.samples.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the shop does when nothing goes wrong: plain tests, without Wringer. */
class OrderServiceTests {

    private Shop shop;

    @BeforeEach
    void open() throws SQLException {
        shop = Shop.open(4);
    }

    @AfterEach
    void close() throws SQLException {
        shop.close();
    }

    @Test
    void storesAnOrderAndTakesItsArticlesFromTheStock() throws SQLException {
        Order order = shop.anOrder();
        shop.orders().place(order);

        assertThat(shop.orders().find(order.key())).hasValueSatisfying(stored -> {
            assertThat(stored.customer()).isEqualTo(Shop.CUSTOMER);
            assertThat(stored.lines()).containsExactlyInAnyOrderElementsOf(order.lines());
        });
        assertThat(shop.orders().available("tea")).isEqualTo(Shop.STOCK - 2);
    }

    @Test
    void storesAnOrderOnceHoweverOftenItIsSent() throws SQLException {
        Order order = shop.anOrder();
        shop.orders().place(order);
        shop.orders().place(order);

        assertThat(shop.orders().history(Shop.CUSTOMER)).containsExactly(order.key());
        assertThat(shop.orders().available("tea")).isEqualTo(Shop.STOCK - 2);
    }

    @Test
    void storesAnOrderOnceWhenItIsSentByManyAtOnce() throws Exception {
        Order order = shop.anOrder();
        Callable<Void> place = () -> {
            shop.orders().place(order);
            return null;
        };
        ExecutorService clients = Executors.newFixedThreadPool(4);
        try {
            for (var placed : clients.invokeAll(
                    IntStream.range(0, 16).mapToObj(i -> place).toList())) {
                placed.get();
            }
        } finally {
            clients.shutdownNow();
        }

        assertThat(shop.orders().history(Shop.CUSTOMER)).containsExactly(order.key());
        assertThat(shop.orders().available("cup")).isEqualTo(Shop.STOCK - 1);
    }

    @Test
    void refusesAnotherOrderUnderTheSameKey() throws SQLException {
        Order order = shop.anOrder();
        shop.orders().place(order);
        Order other = new Order(order.key(), "bob", order.lines());

        assertThatExceptionOfType(OrderConflictException.class)
                .isThrownBy(() -> shop.orders().place(other))
                .withMessage("key " + order.key() + " belongs to another order");
    }

    @Test
    void storesNothingWhenAnArticleIsMissing() throws SQLException {
        Order order = new Order("big", "bob", List.of(new OrderLine("cup", 1), new OrderLine("tea", Shop.STOCK + 1)));

        assertThatExceptionOfType(OutOfStockException.class)
                .isThrownBy(() -> shop.orders().place(order))
                .withMessage("fewer than 10000001 of tea in stock");
        assertThat(shop.orders().find("big")).isEmpty();
        assertThat(shop.orders().available("cup")).isEqualTo(Shop.STOCK);
    }

    @Test
    void hasNoHistoryOfAStranger() throws SQLException {
        assertThat(shop.orders().history("nobody")).isEmpty();
    }

    @Test
    void refusesOrdersThatMakeNoSense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Order("empty", "bob", List.of()))
                .withMessage("order empty has no lines");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OrderLine("tea", 0))
                .withMessage("quantity of tea is 0, but must be positive");
    }
}
