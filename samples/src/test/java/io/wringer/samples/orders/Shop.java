package io.wringer.samples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** A shop of its own for each test: database, pool, service, and a ledger of what the customers were promised. */
final class Shop implements AutoCloseable {

    static final String CUSTOMER = "ada";
    static final int STOCK = 10_000_000;

    private static final AtomicLong NAMES = new AtomicLong();

    private final OrderDatabase database;
    private final OrderService orders;
    private final AtomicLong keys = new AtomicLong();
    private final Queue<String> confirmed = new ConcurrentLinkedQueue<>();

    private Shop(OrderDatabase database, PaymentGateway gateway) {
        this.database = database;
        this.orders = new OrderService(database.dataSource(), gateway);
    }

    static Shop open(int connections) throws SQLException {
        return open(connections, Duration.ofSeconds(5), order -> {});
    }

    static Shop open(int connections, Duration patience, PaymentGateway gateway) throws SQLException {
        OrderDatabase database = OrderDatabase.open("shop" + NAMES.incrementAndGet(), connections, patience);
        database.stock("tea", STOCK);
        database.stock("cup", STOCK);
        return new Shop(database, gateway);
    }

    OrderDatabase database() {
        return database;
    }

    OrderService orders() {
        return orders;
    }

    /** An order under a new key: two of tea and a cup. */
    Order anOrder() {
        String key = "key-%08d".formatted(keys.incrementAndGet());
        return new Order(key, CUSTOMER, List.of(new OrderLine("tea", 2), new OrderLine("cup", 1)));
    }

    /** Places a new order and notes it once the customer has been told that it was placed. */
    void checkout() throws SQLException {
        Order order = anOrder();
        orders.place(order);
        confirmed.add(order.key());
    }

    void assertThatNoOrderIsLostOrDoubled() throws SQLException {
        List<String> stored = orders.history(CUSTOMER);
        assertThat(stored).as("stored orders").containsExactlyInAnyOrderElementsOf(confirmed);
        assertThat(orders.available("tea")).as("tea left").isEqualTo(STOCK - 2 * stored.size());
        assertThat(orders.available("cup")).as("cups left").isEqualTo(STOCK - stored.size());
    }

    @Override
    public void close() throws SQLException {
        database.close();
    }
}
