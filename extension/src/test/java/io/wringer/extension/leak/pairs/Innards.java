package io.wringer.extension.leak.pairs;

import io.wringer.extension.agent.Agent;
import io.wringer.extension.agent.AgentUnavailableException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Set;

/** Reaches into the JDK to give back what a broken body lost its hold on. */
final class Innards {

    private Innards() {}

    static Object read(Object holder, Class<?> owner, String name) {
        try {
            return field(owner, name).get(holder);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(owner + "." + name, e);
        }
    }

    static void write(Object holder, Class<?> owner, String name, Object value) {
        try {
            field(owner, name).set(holder, value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(owner + "." + name, e);
        }
    }

    private static Field field(Class<?> owner, String name) throws NoSuchFieldException {
        open(owner);
        Field field = owner.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    private static void open(Class<?> type) {
        Module mine = Innards.class.getModule();
        if (!type.getModule().isOpen(type.getPackageName(), mine)) {
            instrumentation()
                    .redefineModule(
                            type.getModule(),
                            Set.of(),
                            Map.of(),
                            Map.of(type.getPackageName(), Set.of(mine)),
                            Set.of(),
                            Map.of());
        }
    }

    private static Instrumentation instrumentation() {
        try {
            return Agent.instrumentation();
        } catch (AgentUnavailableException e) {
            throw new IllegalStateException(e);
        }
    }
}
