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
 * @param methods all of its methods
 * @param exceptions by name and descriptor: the full names of the exceptions that methods declare
 */
record TypeInfo(
        String name,
        @Nullable String superclass,
        List<String> interfaces,
        List<String> fieldTypes,
        List<Method> methods,
        Map<String, List<String>> exceptions) {

    /** A method; {@code inherited} if it has code that instances of subtypes run. */
    record Method(String name, String descriptor, boolean inherited) {}

    List<String> declared(String method) {
        return exceptions.getOrDefault(method, List.of());
    }

    /**
     * Tells whether it has a meant method that its subtypes inherit, and that none of the overridden ones is; adds its own
     * to those.
     *
     * @param overridden the methods below, by name and descriptor
     */
    boolean bequeaths(Pointcut pointcut, Set<String> overridden) {
        boolean bequeaths = false;
        for (Method method : methods) {
            if (pointcut.matchesName(method.name)) {
                bequeaths |= overridden.add(method.name + method.descriptor)
                        && method.inherited
                        && pointcut.matchesMethod(method.name, method.descriptor);
            }
        }
        return bequeaths;
    }
}
