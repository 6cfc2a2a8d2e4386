/**
 * Injects faults into the code under test, exactly where and when a test asks for them.
 *
 * <pre>{@code
 * @ChaosFault(fault = Fault.EXCEPTION, exception = SQLException.class, type = OrderStore.class, method = "insert", nth = 2)
 * @Test
 * void retriesAFailedInsert() {
 *     orders.place(anOrder());
 * }
 * }</pre>
 */
@NullMarked
package io.wringer.chaos;

import org.jspecify.annotations.NullMarked;
