package io.wringer.extension.chaos;

import io.wringer.extension.config.Attributes;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the exceptions that faults throw. */
final class Exceptions {

    private static final String GATE = "java.lang.WringerGate";
    private static final String OWN_PACKAGE = Exceptions.class.getPackageName();

    private Exceptions() {}

    static void check(Attributes attributes, Class<? extends Throwable> type) {
        if (Modifier.isAbstract(type.getModifiers()) || constructor(type).isEmpty()) {
            throw attributes.error(
                    "exception",
                    type.getName() + " can't be created",
                    "a class with a constructor that takes a message or nothing");
        }
    }

    static boolean isUnchecked(Class<? extends Throwable> type) {
        return RuntimeException.class.isAssignableFrom(type) || Error.class.isAssignableFrom(type);
    }

    static Throwable create(Class<? extends Throwable> type, String message) {
        Constructor<?> constructor = constructor(type).orElseThrow();
        try {
            return shortened((Throwable)
                    (constructor.getParameterCount() == 1
                            ? constructor.newInstance(message)
                            : constructor.newInstance()));
        } catch (InvocationTargetException e) {
            return e.getCause() != null ? e.getCause() : e;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The constructor was checked before: " + constructor, e);
        }
    }

    private static Optional<Constructor<?>> constructor(Class<?> type) {
        return Stream.of(find(type, String.class), find(type))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Constructor<?>> find(Class<?> type, Class<?>... parameters) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(parameters);
            return Modifier.isPublic(constructor.getModifiers() & type.getModifiers()) || constructor.trySetAccessible()
                    ? Optional.of(constructor)
                    : Optional.empty();
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        }
    }

    /** Lets the stack begin at the struck method, where the exception seems to come from. */
    static <T extends Throwable> T shortened(T thrown) {
        StackTraceElement[] stack = thrown.getStackTrace();
        int own = 0;
        for (int i = 0; i < stack.length && isOwn(stack[i].getClassName()); i++) {
            own = i + 1;
        }
        thrown.setStackTrace(java.util.Arrays.copyOfRange(stack, own, stack.length));
        return thrown;
    }

    private static boolean isOwn(@Nullable String className) {
        return className != null
                && (className.startsWith(GATE)
                        || className.startsWith("java.lang.reflect.")
                        || className.startsWith("jdk.internal.reflect.")
                        || className.startsWith("java.lang.invoke.")
                        || className.startsWith(OWN_PACKAGE + ".weave.")
                        || isOwnClass(className));
    }

    private static boolean isOwnClass(String className) {
        return className.equals(Exceptions.class.getName())
                || className.startsWith(FaultRun.class.getName())
                || className.startsWith(Effects.class.getName());
    }
}
