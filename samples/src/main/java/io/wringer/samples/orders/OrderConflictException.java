package io.wringer.samples.orders;

/** Says that another order was placed under the same key. */
public final class OrderConflictException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OrderConflictException(String key) {
        super("key " + key + " belongs to another order");
    }
}
