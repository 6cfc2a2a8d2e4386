/** Counts the objects of this JVM and walks from its roots to them, inside the process and without a dump. */
@NullMarked
package io.wringer.extension.leak.heap;

import org.jspecify.annotations.NullMarked;
