/**
 * Runs operations under load, measures them exactly and judges them against their objectives.
 *
 * <p>The door is {@link StressSpec} and {@link StressSession}. One coordinator, the thread of the test, opens phases of
 * the load for a crew of workers; each worker records into memory of its own, which the coordinator collects every
 * second. The innermost loop is {@link HotLoop}.
 */
@NullMarked
package io.wringer.extension.stress;

import org.jspecify.annotations.NullMarked;
