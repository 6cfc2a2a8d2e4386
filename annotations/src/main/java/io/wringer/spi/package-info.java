/**
 * The seam between the annotations and the engine that runs them.
 *
 * <p>Users of Wringer need nothing from here. Every annotation is registered with {@link WringerBridge}, which finds the
 * {@link WringerEngine} by {@link java.util.ServiceLoader} and fails loudly when there is none:
 *
 * <pre>{@code
 * @ExtendWith(WringerBridge.class)
 * public @interface LeakFree { ... }
 * }</pre>
 */
@NullMarked
package io.wringer.spi;

import org.jspecify.annotations.NullMarked;
