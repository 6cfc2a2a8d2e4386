package io.wringer.extension.leak.watch;

import io.wringer.extension.agent.Agent;
import io.wringer.extension.agent.AgentUnavailableException;
import io.wringer.leak.Resource;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.jspecify.annotations.Nullable;

/**
 * The objects behind MBeans and shutdown hooks, and which of these belong to which object.
 *
 * <p>What a static field holds can be registered once. It is told from what is registered again and again by how many
 * MBeans or hooks belong to it.
 */
public final class Registered {

    private static final Set<Resource> KINDS = Set.of(Resource.MBEANS, Resource.SHUTDOWN_HOOKS);

    private final EnumMap<Resource, IdentityHashMap<Object, Set<Object>>> identities = new EnumMap<>(Resource.class);
    private final Set<Class<?>> types = Collections.newSetFromMap(new IdentityHashMap<>());

    private Registered() {}

    /** Looks up everything that gauges of MBeans and hooks list now. */
    public static Registered by(List<Gauge> gauges) {
        Registered registered = new Registered();
        gauges.stream()
                .filter(gauge -> KINDS.contains(gauge.kind()))
                .forEach(gauge -> gauge.items().keySet().forEach(item -> registered.add(gauge.kind(), item)));
        return registered;
    }

    /** Tells whether instances of a class are behind any of it. */
    public boolean isBehindAny(Class<?> type) {
        return types.contains(type);
    }

    /** Tells whether something that a gauge lists, and nothing else of its kind, belongs to an object. */
    public boolean isOnly(Gauge gauge, Object identity, Object object) {
        IdentityHashMap<Object, Set<Object>> ofKind = identities.get(gauge.kind());
        Set<Object> all = ofKind == null ? Set.of() : ofKind.getOrDefault(object, Set.of());
        return all.size() == 1 && all.contains(identity);
    }

    private void add(Resource kind, Object item) {
        Stream<Object> behind = kind == Resource.MBEANS ? mbean((ObjectName) item) : hook(item);
        behind.forEach(object -> {
            identities
                    .computeIfAbsent(kind, added -> new IdentityHashMap<>())
                    .computeIfAbsent(object, added -> new HashSet<>())
                    .add(item);
            types.add(object.getClass());
        });
    }

    private static Stream<Object> mbean(ObjectName name) {
        Object server = ManagementFactory.getPlatformMBeanServer();
        Object repository = null;
        if (opensJmx()) {
            repository = Internals.read(Internals.read(server, "mbsInterceptor"), "repository");
        }
        Object bean = repository == null ? null : call(repository, name);
        if (bean instanceof StandardMBean standard) {
            return Stream.of(standard, standard.getImplementation());
        }
        return Stream.of(bean, Internals.read(bean, "resource")).flatMap(Stream::ofNullable);
    }

    private static boolean opensJmx() {
        try {
            Agent.open(ManagementFactory.class, Set.of("com.sun.jmx.mbeanserver", "com.sun.jmx.interceptor"));
            return true;
        } catch (AgentUnavailableException | RuntimeException e) {
            return false;
        }
    }

    private static @Nullable Object call(Object repository, ObjectName name) {
        try {
            Method retrieve = repository.getClass().getMethod("retrieve", ObjectName.class);
            retrieve.setAccessible(true);
            return retrieve.invoke(repository, name);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }

    /** Returns a hook, what it runs, and what that works on: {@code new Thread(metrics::flush)} belongs to the metrics. */
    private static Stream<Object> hook(Object identity) {
        return Platform.hooks()
                .filter(thread -> identity.equals(System.identityHashCode(thread)))
                .flatMap(thread -> Stream.concat(
                        Stream.of(thread), Stream.ofNullable(task(thread)).flatMap(Registered::withCaptured)));
    }

    private static @Nullable Object task(Thread thread) {
        Object task = Internals.read(Thread.class, thread, "target"); // up to 18
        return task == null ? Internals.read(Internals.read(Thread.class, thread, "holder"), "task") : task;
    }

    private static Stream<Object> withCaptured(Object task) {
        List<Object> all = new ArrayList<>(List.of(task));
        for (Field field : task.getClass().getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                Object captured = Internals.read(task, field.getName());
                if (captured != null && !captured.getClass().getName().startsWith("java.")) {
                    all.add(captured);
                }
            }
        }
        return all.stream();
    }
}
