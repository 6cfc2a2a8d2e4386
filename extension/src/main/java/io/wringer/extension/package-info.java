/**
 * Runs annotated tests: the JUnit callbacks, the combination rules, and the order of the lenses of one run.
 *
 * <p>Each feature has a room of its own below; only this package knows them all.
 */
@NullMarked
package io.wringer.extension;

import org.jspecify.annotations.NullMarked;
