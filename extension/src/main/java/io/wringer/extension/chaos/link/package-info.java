/** TCP links that behave as bad networks do: a non-blocking proxy inside this JVM, and its handle. */
@NullMarked
package io.wringer.extension.chaos.link;

import org.jspecify.annotations.NullMarked;
