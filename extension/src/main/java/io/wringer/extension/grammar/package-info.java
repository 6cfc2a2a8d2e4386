/** Strict parsers of durations, sizes, rates and objectives, with a caret under the wrong character. */
@NullMarked
package io.wringer.extension.grammar;

import org.jspecify.annotations.NullMarked;
