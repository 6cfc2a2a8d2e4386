package io.wringer.extension.stress;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Makes loops whose call is a constant to the JIT compiler. */
final class Loops {

    private Loops() {}

    /**
     * Makes a loop.
     *
     * @param call of type {@code (int)Object}
     */
    static Loop calling(MethodHandle call) {
        try {
            MethodHandles.Lookup hidden = MethodHandles.lookup().defineHiddenClassWithClassData(bytes(), call, true);
            return (Loop) hidden.findConstructor(hidden.lookupClass(), MethodType.methodType(void.class))
                    .invoke();
        } catch (Throwable e) { // only a broken build of Wringer leads here
            throw new IllegalStateException("the loop of the load can't be defined", e);
        }
    }

    private static byte[] bytes() {
        String file = HotLoop.class.getSimpleName() + ".class";
        try (InputStream in = HotLoop.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing beside " + Loops.class.getName());
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
