/**
 * Weaves injection points into classes, once per JVM, and finds out which test a thread works for.
 *
 * <p>What a woven method costs while no test has a fault is one static field read.
 */
@NullMarked
package io.wringer.extension.chaos.weave;

import org.jspecify.annotations.NullMarked;
