package io.wringer.extension.leak;

import java.security.CodeSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tells Wringer's own classes from those of its users, and of its tests. */
final class Own {

    private static final String PREFIX = "io.wringer.extension.";

    private Own() {}

    /** Tells whether a class, or the class of a field given as {@code com.acme.Registry.entries}, is Wringer's. */
    static boolean isOurs(String name) {
        return name.startsWith(PREFIX) && (isFromOurJar(name) || isFromOurJar(withoutField(name)));
    }

    private static String withoutField(String name) {
        return name.substring(0, name.lastIndexOf('.'));
    }

    private static boolean isFromOurJar(String className) {
        try {
            Class<?> type = Class.forName(className, false, Own.class.getClassLoader());
            return Objects.equals(location(type), location(Own.class));
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    private static @Nullable String location(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return source == null || source.getLocation() == null
                ? null
                : source.getLocation().toString();
    }
}
