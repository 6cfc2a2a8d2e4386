package io.wringer.extension.leak;

import java.security.CodeSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tells Wringer's own classes from those of its users, and of its tests. */
final class Own {

    private static final String PREFIX = "io.wringer.extension.";

    private Own() {}

    /** Tells whether a class that is loaded is Wringer's; a name that no class has is looked for in every jar. */
    static boolean isOurs(String className) {
        return className.startsWith(PREFIX) && isFromOurJar(withoutLambda(className));
    }

    private static String withoutLambda(String className) {
        int lambda = className.indexOf("$$Lambda");
        return lambda < 0 ? className : className.substring(0, lambda);
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
