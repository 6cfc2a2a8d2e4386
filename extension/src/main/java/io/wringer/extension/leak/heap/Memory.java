package io.wringer.extension.leak.heap;

import io.wringer.extension.agent.Agent;
import io.wringer.extension.agent.AgentUnavailableException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Set;

/**
 * Reads fields of any object, whatever its module or modifiers say.
 *
 * <p>{@code sun.misc.Unsafe} refuses hidden classes and records and prints a warning from JDK 24 on, so the JDK's own
 * is used, in a package that the agent opens. Every read happens through a constant method handle, which the JIT turns
 * into a plain load.
 */
final class Memory {

    private static final Set<String> OPENED = Set.of("jdk.internal.misc", "java.lang", "java.lang.ref");

    private Memory() {}

    /**
     * Opens what is needed; cheap from the second call on.
     *
     * @throws AgentUnavailableException if there is no agent to open it
     */
    static void open() throws AgentUnavailableException {
        Agent.open(Object.class, OPENED);
    }

    static Object reference(Object holder, long offset) {
        try {
            return (Object) Handles.REFERENCE.invokeExact(holder, offset);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int word(Object holder, long offset) {
        try {
            return (int) Handles.INT.invokeExact(holder, offset);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static long doubleWord(Object holder, long offset) {
        try {
            return (long) Handles.LONG.invokeExact(holder, offset);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static long offsetOf(Field field) {
        try {
            return (long) Handles.OFFSET.invokeExact(field);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static long staticOffsetOf(Field field) {
        try {
            return (long) Handles.STATIC_OFFSET.invokeExact(field);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int arrayBase(Class<?> type) {
        try {
            return (int) Handles.ARRAY_BASE.invokeExact(type);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int arrayScale(Class<?> type) {
        try {
            return (int) Handles.ARRAY_SCALE.invokeExact(type);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static boolean isInitialised(Class<?> type) {
        try {
            return !(boolean) Handles.SHOULD_BE_INITIALISED.invokeExact(type);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Returns all fields, those included that reflection hides. */
    static Field[] declaredFields(Class<?> type) {
        try {
            return (Field[]) Handles.DECLARED_FIELDS.invokeExact(type, false);
        } catch (LinkageError e) {
            return new Field[0]; // a field's type is not on the class path: the JVM has no value of it either
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Returns all live platform threads, those of the JDK included. */
    static Thread[] threads() {
        try {
            return (Thread[]) Handles.THREADS.invokeExact();
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static RuntimeException unexpected(Throwable e) {
        return new IllegalStateException("raw memory access failed", e);
    }

    /** Initialised by the first read, after {@link #open}. */
    private static final class Handles {
        static final MethodHandle REFERENCE;
        static final MethodHandle INT;
        static final MethodHandle LONG;
        static final MethodHandle OFFSET;
        static final MethodHandle STATIC_OFFSET;
        static final MethodHandle ARRAY_BASE;
        static final MethodHandle ARRAY_SCALE;
        static final MethodHandle SHOULD_BE_INITIALISED;
        static final MethodHandle DECLARED_FIELDS;
        static final MethodHandle THREADS;

        static {
            try {
                Class<?> type = Class.forName("jdk.internal.misc.Unsafe");
                MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
                Object unsafe = lookup.findStatic(type, "getUnsafe", MethodType.methodType(type))
                        .invoke();
                REFERENCE = read(lookup, type, unsafe, "getReference", Object.class);
                INT = read(lookup, type, unsafe, "getInt", int.class);
                LONG = read(lookup, type, unsafe, "getLong", long.class);
                OFFSET = of(lookup, type, unsafe, "objectFieldOffset", long.class, Field.class);
                STATIC_OFFSET = of(lookup, type, unsafe, "staticFieldOffset", long.class, Field.class);
                ARRAY_BASE = of(lookup, type, unsafe, "arrayBaseOffset", int.class, Class.class);
                ARRAY_SCALE = of(lookup, type, unsafe, "arrayIndexScale", int.class, Class.class);
                SHOULD_BE_INITIALISED = of(lookup, type, unsafe, "shouldBeInitialized", boolean.class, Class.class);
                DECLARED_FIELDS = reflected(Class.class.getDeclaredMethod("getDeclaredFields0", boolean.class));
                THREADS = reflected(Thread.class.getDeclaredMethod("getThreads"));
            } catch (Throwable e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private static MethodHandle read(
                MethodHandles.Lookup lookup, Class<?> type, Object unsafe, String name, Class<?> result)
                throws ReflectiveOperationException {
            return lookup.findVirtual(type, name, MethodType.methodType(result, Object.class, long.class))
                    .bindTo(unsafe);
        }

        /** The same method returns int in one release and long in another. */
        private static MethodHandle of(
                MethodHandles.Lookup lookup,
                Class<?> type,
                Object unsafe,
                String name,
                Class<?> result,
                Class<?> parameter)
                throws ReflectiveOperationException {
            MethodHandle found =
                    lookup.unreflect(type.getMethod(name, parameter)).bindTo(unsafe);
            return MethodHandles.explicitCastArguments(found, MethodType.methodType(result, parameter));
        }

        private static MethodHandle reflected(Method method) throws IllegalAccessException {
            method.setAccessible(true);
            return MethodHandles.lookup().unreflect(method);
        }
    }
}
