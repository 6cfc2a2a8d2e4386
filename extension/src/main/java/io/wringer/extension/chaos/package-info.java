/**
 * Faults: from {@code @ChaosFault} to findings. {@link ChaosSession} is the door.
 *
 * <pre>{@code
 * try (ChaosSession session = ChaosSession.open(specs, settings, context, testClass)) {
 *     session.start();
 *     body.call();
 *     Outcome outcome = session.finish();
 * }
 * }</pre>
 */
@NullMarked
package io.wringer.extension.chaos;

import org.jspecify.annotations.NullMarked;
