package io.wringer.samples.orders;

/**
 * One line of an order.
 *
 * @param sku what is ordered
 * @param quantity how many of it; positive
 */
public record OrderLine(String sku, int quantity) {
    public OrderLine {
        if (quantity <= 0) {
            throw new IllegalArgumentException("quantity of " + sku + " is " + quantity + ", but must be positive");
        }
    }
}
