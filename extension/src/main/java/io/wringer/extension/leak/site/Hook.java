package io.wringer.extension.leak.site;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The one JVM-wide switch: instrumented methods of any class, those of the JDK included, report to it.
 *
 * <p>The bytes of this class are defined a second time by the bootstrap loader, where classes of the JDK can see it;
 * only that copy is used. It refers to nothing but the JDK.
 */
public final class Hook {

    /** Receives the object and whether it was acquired; {@code null} while nothing is armed. */
    public static volatile @Nullable BiConsumer<Object, Boolean> sink;

    private Hook() {}

    /** Called from instrumented methods. */
    public static void report(Object self, boolean acquired) {
        BiConsumer<Object, Boolean> armed = sink;
        if (armed != null) {
            armed.accept(self, acquired);
        }
    }
}
