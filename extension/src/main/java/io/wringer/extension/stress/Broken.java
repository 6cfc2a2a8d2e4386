package io.wringer.extension.stress;

/**
 * An invariant that did not hold; immutable.
 *
 * @param invariant its name
 * @param loadNanos time of the load at the first time
 * @param completed operations completed by then
 * @param failure what its check threw
 */
record Broken(String invariant, long loadNanos, long completed, Throwable failure) {}
