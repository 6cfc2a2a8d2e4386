package io.wringer.extension.leak.watch;

import io.wringer.extension.agent.Agent;
import io.wringer.extension.agent.AgentUnavailableException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Reads private fields of the JDK in packages that the agent opens; what a release does not have is {@code null}. */
final class Internals {

    /** Looked up once: some are read thousands of times at each edge of a window. */
    private static final ClassValue<Map<String, Optional<Field>>> FIELDS = new ClassValue<>() {
        @Override
        protected Map<String, Optional<Field>> computeValue(Class<?> type) {
            return new ConcurrentHashMap<>();
        }
    };

    private Internals() {}

    /** Opens packages of {@code java.base}; false if there is no agent. */
    static boolean open(String... packages) {
        try {
            Agent.open(Object.class, Set.of(packages));
            return true;
        } catch (AgentUnavailableException | RuntimeException e) {
            return false;
        }
    }

    static @Nullable Object read(@Nullable Object holder, String name) {
        return holder == null ? null : read(holder.getClass(), holder, name);
    }

    static @Nullable Object readStatic(String className, String name) {
        try {
            return read(Class.forName(className), null, name);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    /** Calls a static method without parameters. */
    static @Nullable Object call(Class<?> type, String name) {
        try {
            Method method = type.getDeclaredMethod(name);
            method.setAccessible(true);
            return method.invoke(null);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }

    /** Reads a field that a class declares, whatever its subclasses call theirs. */
    static @Nullable Object read(Class<?> type, @Nullable Object holder, String name) {
        Optional<Field> field = FIELDS.get(type).computeIfAbsent(name, added -> find(type, added));
        try {
            return field.isEmpty() ? null : field.get().get(holder);
        } catch (IllegalAccessException e) {
            return null;
        }
    }

    private static Optional<Field> find(Class<?> type, String name) {
        for (Class<?> current = type; current != null; current = current.getSuperclass()) {
            try {
                Field field = current.getDeclaredField(name);
                field.setAccessible(true);
                return Optional.of(field);
            } catch (NoSuchFieldException e) {
                // declared further up, or not at all
            } catch (RuntimeException e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }
}
