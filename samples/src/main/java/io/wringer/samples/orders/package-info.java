/**
 * A small order service on a real connection pool and a real database: HikariCP and H2.
 *
 * <pre>{@code
 * try (OrderDatabase database = OrderDatabase.open("shop", 10, Duration.ofSeconds(1))) {
 *     OrderService orders = new OrderService(database.dataSource(), gateway);
 *     orders.place(new Order("key-1", "ada", List.of(new OrderLine("tea", 2))));
 * }
 * }</pre>
 */
@NullMarked
package io.wringer.samples.orders;

import org.jspecify.annotations.NullMarked;
