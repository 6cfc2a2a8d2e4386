/** Counts what is not on the heap, or not visible there: threads, descriptors, permits, leases and more. */
@NullMarked
package io.wringer.extension.leak.watch;

import org.jspecify.annotations.NullMarked;
