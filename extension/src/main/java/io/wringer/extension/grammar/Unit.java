package io.wringer.extension.grammar;

/** Canonical units of quantities. */
public enum Unit {
    /** Nanoseconds. */
    TIME,
    /** A share between 0 and 1, written as percent. */
    SHARE,
    /** Events per second. */
    RATE,
    /** Bytes. */
    BYTES,
    /** Bytes per operation. */
    BYTES_PER_OPERATION,
    /** Bytes per hour. */
    BYTES_PER_HOUR,
    /** A plain number. */
    COUNT
}
