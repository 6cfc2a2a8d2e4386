package io.wringer.samples.orders;

import java.util.List;

/**
 * What a customer orders.
 *
 * @param key given by the client, the same at each of its attempts: one key is one order
 * @param customer who orders
 * @param lines what is ordered; at least one line, each article once
 */
public record Order(String key, String customer, List<OrderLine> lines) {
    public Order {
        lines = List.copyOf(lines);
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("order " + key + " has no lines");
        }
    }
}
