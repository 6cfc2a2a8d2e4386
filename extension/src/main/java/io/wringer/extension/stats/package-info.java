/** Statistics that several judges need; pure functions. */
@NullMarked
package io.wringer.extension.stats;

import org.jspecify.annotations.NullMarked;
