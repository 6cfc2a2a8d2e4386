/** Findings, verdicts and the text of failures: what judges make and reporters see. */
@NullMarked
package io.wringer.extension.verdict;

import org.jspecify.annotations.NullMarked;
