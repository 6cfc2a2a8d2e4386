/** Reads attributes of annotations and their overrides, and words the errors of users' configuration. */
@NullMarked
package io.wringer.extension.config;

import org.jspecify.annotations.NullMarked;
