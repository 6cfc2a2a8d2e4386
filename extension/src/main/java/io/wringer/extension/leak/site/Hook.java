package io.wringer.extension.leak.site;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The one JVM-wide switch: instrumented methods of any class, those of the JDK included, report to it. Never used under
 * this name: {@link HookDefinition} defines a copy in {@code java.lang}, which every class of every loader and module
 * reaches. It refers to nothing but the JDK.
 */
public final class Hook {

    /** Receives the object and what happened to it; {@code null} while nothing is armed. */
    public static volatile @Nullable BiConsumer<Object, String> sink;

    /** The same for what is followed all the time and not only while a site is looked for. */
    public static volatile @Nullable BiConsumer<Object, String> follower;

    private Hook() {}

    /** Called from methods that are instrumented for a while. */
    public static void report(Object self, String event) {
        BiConsumer<Object, String> armed = sink;
        if (armed != null) {
            armed.accept(self, event);
        }
    }

    /** Called from methods that stay instrumented. */
    public static void follow(@Nullable Object self, String event) {
        BiConsumer<Object, String> armed = follower;
        if (armed != null && self != null) {
            armed.accept(self, event);
        }
    }
}
