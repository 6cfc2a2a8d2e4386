/**
 * Puts a test body under load and holds it to its objectives.
 *
 * <pre>{@code
 * @StressTest(threads = 16, duration = "10s")
 * @Slo({"p99 < 10ms", "success >= 99.5%"})
 * void checkout() {
 *     shop.checkout(cart());
 * }
 * }</pre>
 */
@NullMarked
package io.wringer.stress;

import org.jspecify.annotations.NullMarked;
