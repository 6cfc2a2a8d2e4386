/** What Wringer does around a whole run: prepares the agent, collects the keys, writes the index of the results. */
@NullMarked
package io.wringer.extension.launcher;

import org.jspecify.annotations.NullMarked;
