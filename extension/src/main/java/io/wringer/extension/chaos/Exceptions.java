package io.wringer.extension.chaos;

import io.wringer.extension.chaos.weave.Point;
import io.wringer.extension.chaos.weave.Striker;
import io.wringer.extension.config.Attributes;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
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

    private static final Set<String> FUTURES =
            Set.of(CompletableFuture.class.getName(), CompletionStage.class.getName(), Future.class.getName());

    /** Returns the first type that a method may throw; one that answers with a future may fail with any. */
    static Optional<Class<? extends Throwable>> fitting(
            List<Class<? extends Throwable>> types, List<String> declared, String answer) {
        return types.stream()
                .filter(type -> isUnchecked(type) || isDeclared(type, declared) || FUTURES.contains(answer))
                .findFirst();
    }

    /** Throws, or returns an answer that fails if the method may not throw. */
    static Striker.Answer raise(Throwable thrown, Point point) throws Throwable {
        if (isUnchecked(thrown.getClass()) || isDeclared(thrown.getClass(), point.exceptions())) {
            throw thrown;
        }
        return new Striker.Answer(CompletableFuture.failedFuture(thrown));
    }

    private static boolean isUnchecked(Class<?> type) {
        return RuntimeException.class.isAssignableFrom(type) || Error.class.isAssignableFrom(type);
    }

    private static boolean isDeclared(Class<?> type, List<String> declared) {
        for (Class<?> parent = type; parent != null; parent = parent.getSuperclass()) {
            if (declared.contains(parent.getName())) {
                return true;
            }
        }
        return false;
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
        return Stream.of(find(type, String.class), find(type), find(type, String.class, IOException.class))
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
                || className.startsWith(Effects.class.getName())
                || className.startsWith(NameLookup.class.getName())
                || className.startsWith(FullDisk.class.getName());
    }
}
