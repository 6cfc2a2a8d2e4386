package io.wringer.extension.chaos.weave;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What weaving must know of a class, read from its class file; immutable.
 *
 * @param name full name
 * @param superclass full name, {@code null} for {@code Object}
 * @param interfaces full names
 * @param fieldTypes full names of the types of the instance fields
 */
record TypeInfo(String name, @Nullable String superclass, List<String> interfaces, List<String> fieldTypes) {}
