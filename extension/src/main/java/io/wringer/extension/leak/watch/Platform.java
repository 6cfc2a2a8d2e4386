package io.wringer.extension.leak.watch;

import io.wringer.extension.agent.Agent;
import io.wringer.extension.agent.AgentUnavailableException;
import io.wringer.leak.Resource;
import java.lang.instrument.Instrumentation;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** Gauges of what the JVM itself keeps count of. */
final class Platform {

    private Platform() {}

    static List<Gauge> buffers() {
        List<Gauge> gauges = new ArrayList<>();
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            if (pool.getName().equals("direct")) {
                gauges.add(directBuffers(pool));
            } else if (pool.getName().equals("mapped")) {
                gauges.add(new ReadGauge(Resource.MAPPED_BUFFERS, "mapped buffer", pool::getCount));
            }
        }
        return gauges;
    }

    private static Gauge directBuffers(BufferPoolMXBean pool) {
        return DirectBuffers.areListed(pool)
                ? new ItemGauge(Resource.DIRECT_BUFFERS, "direct buffer", DirectBuffers::items)
                : new ReadGauge(Resource.DIRECT_BUFFERS, "direct buffer", pool::getCount);
    }

    static Map<Object, String> mbeans() {
        Map<Object, String> items = new LinkedHashMap<>();
        for (ObjectName name : ManagementFactory.getPlatformMBeanServer().queryNames(null, null)) {
            items.put(name, name.getCanonicalName());
        }
        return items;
    }

    /** Returns class loaders that have defined a class; hidden ones of the JDK's reflection are left out. */
    static Map<Object, String> loaders() {
        Set<ClassLoader> loaders = Collections.newSetFromMap(new IdentityHashMap<>());
        Map<Object, String> items = new LinkedHashMap<>();
        for (Class<?> type : instrumentation().getAllLoadedClasses()) {
            ClassLoader loader = type.getClassLoader();
            if (loader != null && loaders.add(loader) && !isOfReflection(loader)) {
                items.put(System.identityHashCode(loader), loader.getClass().getName() + " of " + type.getName());
            }
        }
        return items;
    }

    private static boolean isOfReflection(ClassLoader loader) {
        String name = loader.getClass().getName();
        return name.startsWith("jdk.internal.reflect.") || name.startsWith("sun.reflect.");
    }

    /** Returns all loaded classes but arrays; none without an agent. */
    static Stream<Class<?>> classes() {
        return canListLoaders()
                ? Arrays.<Class<?>>stream(instrumentation().getAllLoadedClasses())
                        .filter(type -> !type.isArray())
                : Stream.empty();
    }

    static boolean canListLoaders() {
        try {
            return Agent.instrumentation() != null;
        } catch (AgentUnavailableException e) {
            return false;
        }
    }

    private static Instrumentation instrumentation() {
        try {
            return Agent.instrumentation();
        } catch (AgentUnavailableException e) {
            throw new IllegalStateException("was there a moment ago", e);
        }
    }

    static Map<Object, String> shutdownHooks() {
        Map<Object, String> items = new LinkedHashMap<>();
        hooks().forEach(thread -> items.put(
                System.identityHashCode(thread),
                "hook \"" + thread.getName() + "\" of " + thread.getClass().getName()));
        return items;
    }

    static Stream<Thread> hooks() {
        return hookTable() instanceof Map<?, ?> hooks
                ? List.copyOf(hooks.keySet()).stream()
                        .filter(Thread.class::isInstance)
                        .map(Thread.class::cast)
                : Stream.empty();
    }

    /** Returns the JVM's own table of hooks. */
    static @Nullable Object hookTable() {
        return Internals.readStatic("java.lang.ApplicationShutdownHooks", "hooks");
    }

    static Map<Object, String> deletedOnExit() {
        Map<Object, String> items = new LinkedHashMap<>();
        if (Internals.readStatic("java.io.DeleteOnExitHook", "files") instanceof Collection<?> files) {
            List.copyOf(files).forEach(file -> items.put(file, String.valueOf(file)));
        }
        return items;
    }

    static Map<Object, String> processes() {
        Map<Object, String> items = new LinkedHashMap<>();
        ProcessHandle.current()
                .children()
                .filter(ProcessHandle::isAlive)
                .forEach(child -> items.put(
                        child.pid(), child.info().command().orElse("process") + " (pid " + child.pid() + ")"));
        return items;
    }
}
