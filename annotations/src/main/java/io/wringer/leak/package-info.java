/**
 * Proves that a test gives back what it takes: memory, threads, descriptors, permits and more.
 *
 * <pre>{@code
 * @LeakFree
 * @Test
 * void sessionIsGivenBack() {
 *     server.open().close();
 * }
 * }</pre>
 */
@NullMarked
package io.wringer.leak;

import org.jspecify.annotations.NullMarked;
