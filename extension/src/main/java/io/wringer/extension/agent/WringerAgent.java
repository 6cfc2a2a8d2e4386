package io.wringer.extension.agent;

import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/**
 * Receives the Instrumentation when the jar is given as {@code -javaagent}, or attached at run time.
 *
 * <p>The class is loaded by the system class loader and holds the one JVM-wide reference; {@link Agent} reads it.
 */
public final class WringerAgent {

    private static volatile @Nullable Instrumentation instrumentation;

    private WringerAgent() {}

    /** Called by the JVM before {@code main}. */
    public static void premain(@Nullable String arguments, Instrumentation given) {
        instrumentation = given;
    }

    /** Called by the JVM on attachment. */
    public static void agentmain(@Nullable String arguments, Instrumentation given) {
        instrumentation = given;
    }

    /** Returns what the JVM gave, or {@code null}. Public because it is read by name across class loaders. */
    public static @Nullable Instrumentation instrumentation() {
        return instrumentation;
    }
}
