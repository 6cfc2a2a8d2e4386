/** What every runner is given: the test, its body and its context; and what it gives back. */
@NullMarked
package io.wringer.extension.run;

import org.jspecify.annotations.NullMarked;
