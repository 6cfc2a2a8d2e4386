package io.wringer.samples.orders;

/** Says that an article is not available in the ordered quantity; nothing was stored. */
public final class OutOfStockException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OutOfStockException(OrderLine line) {
        super("fewer than " + line.quantity() + " of " + line.sku() + " in stock");
    }
}
