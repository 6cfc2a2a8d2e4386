package io.wringer.extension.chaos.weave;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What weaving must know of a class, read from its class file; immutable.
 *
 * @param name full name
 * @param superclass full name, {@code null} for {@code Object}
 * @param interfaces full names
 * @param fieldTypes full names of the types of the instance fields
 * @param methods names of the methods that have code
 * @param exceptions by name and descriptor: the full names of the exceptions that methods declare
 */
record TypeInfo(
        String name,
        @Nullable String superclass,
        List<String> interfaces,
        List<String> fieldTypes,
        Set<String> methods,
        Map<String, List<String>> exceptions) {

    List<String> declared(String method) {
        return exceptions.getOrDefault(method, List.of());
    }

    boolean declares(Pointcut pointcut) {
        for (String method : methods) {
            if (pointcut.matchesName(method)) {
                return true;
            }
        }
        return false;
    }
}
