package io.wringer.samples.orders;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The SQL of the shop; every method works in the transaction of the connection it is given. */
final class OrderStore {

    private OrderStore() {}

    /** Stores an order and takes its articles from the stock. */
    static void insert(Connection connection, Order order) throws SQLException {
        insertHead(connection, order);
        for (OrderLine line : inLockOrder(order)) {
            takeFromStock(connection, line);
            insertLine(connection, order.key(), line);
        }
    }

    /** Finds an order by its key. */
    static Optional<Order> find(Connection connection, String key) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select customer from orders where order_key = ?")) {
            select.setString(1, key);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new Order(key, row.getString(1), lines(connection, key)))
                        : Optional.empty();
            }
        }
    }

    /** Returns the keys of a customer's orders, sorted. */
    static List<String> keysOf(Connection connection, String customer) throws SQLException {
        String sql = "select order_key from orders where customer = ? order by order_key";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, customer);
            try (ResultSet rows = select.executeQuery()) {
                List<String> keys = new ArrayList<>();
                while (rows.next()) {
                    keys.add(rows.getString(1));
                }
                return keys;
            }
        }
    }

    /** Returns how many of an article are left. */
    static int available(Connection connection, String sku) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select available from stock where sku = ?")) {
            select.setString(1, sku);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getInt(1) : 0;
            }
        }
    }

    private static void insertHead(Connection connection, Order order) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into orders values (?, ?)")) {
            insert.setString(1, order.key());
            insert.setString(2, order.customer());
            insert.executeUpdate();
        }
    }

    /** Rows of the stock are locked in the same order by everyone, so that two orders never wait for each other. */
    private static List<OrderLine> inLockOrder(Order order) {
        return order.lines().stream()
                .sorted(Comparator.comparing(OrderLine::sku))
                .toList();
    }

    private static void takeFromStock(Connection connection, OrderLine line) throws SQLException {
        String sql = "update stock set available = available - ? where sku = ? and available >= ?";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setInt(1, line.quantity());
            update.setString(2, line.sku());
            update.setInt(3, line.quantity());
            if (update.executeUpdate() == 0) {
                throw new OutOfStockException(line);
            }
        }
    }

    private static void insertLine(Connection connection, String key, OrderLine line) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into order_line values (?, ?, ?)")) {
            insert.setString(1, key);
            insert.setString(2, line.sku());
            insert.setInt(3, line.quantity());
            insert.executeUpdate();
        }
    }

    private static List<OrderLine> lines(Connection connection, String key) throws SQLException {
        String sql = "select sku, quantity from order_line where order_key = ? order by sku";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, key);
            try (ResultSet rows = select.executeQuery()) {
                List<OrderLine> lines = new ArrayList<>();
                while (rows.next()) {
                    lines.add(new OrderLine(rows.getString(1), rows.getInt(2)));
                }
                return lines;
            }
        }
    }
}
