package io.wringer.samples.orders;

/** Reserves the money. Implementations are thread-safe and idempotent: one key is reserved once. */
@FunctionalInterface
public interface PaymentGateway {

    /**
     * Reserves the money for an order; blocks until the provider has answered. What is not captured expires by itself.
     *
     * @param order whose key the provider remembers
     */
    void authorize(Order order);
}
