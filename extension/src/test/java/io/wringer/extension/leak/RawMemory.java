package io.wringer.extension.leak;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;

/** Memory that only its address knows; by reflection, because javac warns of {@code sun.misc.Unsafe}. */
final class RawMemory {

    private static final Object UNSAFE = unsafe();
    private static final MethodHandle ALLOCATE = method("allocateMemory", long.class);
    private static final MethodHandle FILL = method("setMemory", long.class, long.class, byte.class);
    private static final MethodHandle FREE = method("freeMemory", long.class);

    private RawMemory() {}

    /** Allocates memory and writes to it, so that the system really gives it. */
    static long allocate(long bytes) {
        try {
            long address = (long) ALLOCATE.invoke(bytes);
            FILL.invoke(address, bytes, (byte) 1);
            return address;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    static void free(long address) {
        try {
            FREE.invoke(address);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object unsafe() {
        try {
            Field field = Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe");
            field.setAccessible(true);
            return field.get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle method(String name, Class<?>... parameters) {
        try {
            return MethodHandles.lookup()
                    .unreflect(UNSAFE.getClass().getMethod(name, parameters))
                    .bindTo(UNSAFE);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
