package io.wringer.extension.chaos;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds classes by the names that the Java language gives them. */
final class Types {

    private static final Map<String, Class<?>> PRIMITIVES = Stream.of(
                    void.class,
                    boolean.class,
                    byte.class,
                    char.class,
                    short.class,
                    int.class,
                    long.class,
                    float.class,
                    double.class)
            .collect(Collectors.toMap(Class::getName, Function.identity()));

    private Types() {}

    static Class<?> named(String name, ClassLoader loader) throws ClassNotFoundException {
        if (name.endsWith("[]")) {
            return named(name.substring(0, name.length() - 2), loader).arrayType();
        }
        Class<?> primitive = PRIMITIVES.get(name);
        return primitive != null ? primitive : Class.forName(name, false, loader);
    }
}
