/** Writes one console line and one JSON file per test, and the index and page made from them. */
@NullMarked
package io.wringer.extension.report;

import org.jspecify.annotations.NullMarked;
