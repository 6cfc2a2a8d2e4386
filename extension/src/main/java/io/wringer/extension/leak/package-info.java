/** Decides whether a test leaks: repeats it, counts, confirms, and names the holder. */
@NullMarked
package io.wringer.extension.leak;

import org.jspecify.annotations.NullMarked;
