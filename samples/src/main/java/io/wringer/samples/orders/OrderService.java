package io.wringer.samples.orders;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Takes orders; thread-safe.
 *
 * <p>Placing is idempotent: the client gives each order a key and may send it again. Failures of the database that may
 * pass are tried again here, also those of a commit, after which nobody knows whether the order was stored.
 */
public final class OrderService {

    private final Transactions transactions;
    private final PaymentGateway gateway;

    /**
     * Creates a service.
     *
     * @param dataSource a pool of connections to the database of the shop
     * @param gateway reserves the money
     */
    public OrderService(DataSource dataSource, PaymentGateway gateway) {
        this.transactions = new Transactions(dataSource);
        this.gateway = gateway;
    }

    // tag::place[]
    /**
     * Places an order; the same order under the same key is stored once.
     *
     * @throws OutOfStockException if an article is missing; nothing was stored
     * @throws OrderConflictException if the key belongs to another order
     */
    public void place(Order order) throws SQLException {
        gateway.authorize(order); // no connection is held while the provider is busy
        transactions.retrying(connection -> placeOnce(connection, order));
    }

    private static Order placeOnce(Connection connection, Order order) throws SQLException {
        Optional<Order> stored = OrderStore.find(connection, order.key());
        if (stored.isPresent()) {
            return sameOrder(stored.get(), order);
        }
        try {
            OrderStore.insert(connection, order);
            return order;
        } catch (SQLIntegrityConstraintViolationException e) { // someone else was faster with this key
            connection.rollback();
            return sameOrder(OrderStore.find(connection, order.key()).orElseThrow(() -> e), order);
        }
    }
    // end::place[]

    // tag::history[]
    /** Returns the keys of a customer's orders, sorted; empty if there are none. */
    public List<String> history(String customer) throws SQLException {
        return transactions.once(connection -> OrderStore.keysOf(connection, customer));
    }
    // end::history[]

    /** Finds an order. */
    public Optional<Order> find(String key) throws SQLException {
        return transactions.once(connection -> OrderStore.find(connection, key));
    }

    /** Returns how many of an article are left. */
    public int available(String sku) throws SQLException {
        return transactions.once(connection -> OrderStore.available(connection, sku));
    }

    private static Order sameOrder(Order stored, Order order) {
        if (!stored.customer().equals(order.customer())
                || stored.lines().size() != order.lines().size()
                || !stored.lines().containsAll(order.lines())) {
            throw new OrderConflictException(order.key());
        }
        return stored;
    }
}
