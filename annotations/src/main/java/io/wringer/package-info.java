/**
 * What every Wringer test may need: service level objectives and the errors that Wringer raises.
 *
 * <pre>{@code
 * @StressTest(threads = 16, duration = "10s")
 * @Slo({"p99 < 10ms", "success >= 99.5%", "throughput >= 1000/s"})
 * void checkout() {
 *     shop.checkout(cart());
 * }
 * }</pre>
 */
@NullMarked
package io.wringer;

import org.jspecify.annotations.NullMarked;
