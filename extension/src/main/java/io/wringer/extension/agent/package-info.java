/** Gets an Instrumentation politely and opens the modules that detectors read. */
@NullMarked
package io.wringer.extension.agent;

import org.jspecify.annotations.NullMarked;
