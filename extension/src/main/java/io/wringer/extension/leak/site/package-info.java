/** Finds out where in the code something is allocated, opened or acquired, by instrumenting a few methods for a while. */
@NullMarked
package io.wringer.extension.leak.site;

import org.jspecify.annotations.NullMarked;
