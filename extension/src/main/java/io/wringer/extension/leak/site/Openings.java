package io.wringer.extension.leak.site;

import io.wringer.extension.agent.Agent;
import io.wringer.extension.agent.AgentUnavailableException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.BiConsumer;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.matcher.ElementMatchers;
import org.jspecify.annotations.Nullable;

/**
 * Follows what is opened and closed where nothing else in the JVM keeps count: temporary files, JDBC statements and
 * connections, answers of HTTP clients.
 *
 * <p>A class is instrumented once in the life of the JVM; what it reports is heard only while somebody listens.
 */
public final class Openings {

    private static final Set<String> STATIC = Set.of("createTempFile", "createTempDirectory", "generateFile");
    private static final Map<String, Set<String>> BY_NAME = Map.of(
            "java.nio.file.TempFileHelper", Set.of(),
            "java.io.File$TempDirectory", Set.of(),
            "jdk.internal.net.http.ResponseSubscribers$HttpResponseInputStream",
                    Set.of("close", "onComplete", "onError"),
            "okhttp3.internal.connection.Exchange$ResponseBodySource", Set.of("close", "complete"));

    private static final List<String> INTERFACES = List.of("java.sql.Statement", "java.sql.Connection");
    private static final Set<String> CLOSE = Set.of("close");

    /** Wrappers of pools: what they wrap is followed. */
    private static final List<String> POOLS = List.of(
            "com.zaxxer.hikari.",
            "org.apache.commons.dbcp",
            "org.apache.tomcat.jdbc.",
            "org.apache.tomcat.dbcp.",
            "com.mchange.v2.",
            "io.agroal.",
            "com.alibaba.druid.",
            "org.vibur.",
            "org.h2.jdbcx.");

    private static final Set<Class<?>> WOVEN = Collections.newSetFromMap(new WeakHashMap<>());
    private static boolean installed;

    private Openings() {}

    /**
     * Begins to listen, for as long as the listener is reachable; one that was there before is replaced.
     *
     * @param listener receives the object and an {@link Event}, on any thread
     * @throws AgentUnavailableException if there is no agent
     */
    public static void follow(BiConsumer<Object, String> listener) throws AgentUnavailableException {
        weave();
        Sites.hook("follower", new Forwarder(new WeakReference<>(listener)));
    }

    /** Instruments what was loaded since the last time. */
    public static synchronized void weave() throws AgentUnavailableException {
        Instrumentation instrumentation = Agent.instrumentation();
        if (!installed) {
            load("java.nio.file.TempFileHelper");
            load("java.io.File$TempDirectory");
            Sites.hook("follower", null);
            instrumentation.addTransformer(new Follower(), true);
            installed = true;
        }
        Class<?>[] loaded = instrumentation.getAllLoadedClasses();
        boolean jdbc = Arrays.stream(loaded).anyMatch(type -> INTERFACES.contains(type.getName()));
        for (Class<?> type : loaded) {
            if ((BY_NAME.containsKey(type.getName()) || (jdbc && isOfJdbc(type)))
                    && instrumentation.isModifiableClass(type)
                    && WOVEN.add(type)) {
                Sites.retransform(instrumentation, type);
            }
        }
    }

    private static void load(String type) {
        try {
            Class.forName(type, true, null);
        } catch (ClassNotFoundException e) {
            // not in this JDK: its files are not followed
        }
    }

    private static boolean isFollowed(Class<?> type) {
        return BY_NAME.containsKey(type.getName()) || isOfJdbc(type);
    }

    /** The topmost class that implements it sees all constructors and, by {@code super}, nearly all ways to close. */
    private static boolean isOfJdbc(Class<?> type) {
        return !type.isInterface()
                && !type.isArray()
                && !Proxy.isProxyClass(type)
                && POOLS.stream().noneMatch(pool -> type.getName().startsWith(pool))
                && isJdbc(type)
                && (type.getSuperclass() == null || !isJdbc(type.getSuperclass()));
    }

    /** Tells whether a class implements one of the interfaces that are followed, whichever loader they come from. */
    private static boolean isJdbc(Class<?> type) {
        for (Class<?> current = type; current != null; current = current.getSuperclass()) {
            for (Class<?> implemented : current.getInterfaces()) {
                if (INTERFACES.contains(implemented.getName()) || isJdbc(implemented)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static DynamicType.Builder<?> visited(DynamicType.Builder<?> builder, Class<?> type) {
        Set<String> closing = BY_NAME.getOrDefault(type.getName(), CLOSE);
        if (closing.isEmpty()) {
            return builder.visit(HookDefinition.advice(HookAdvice.Returned.class)
                    .on(ElementMatchers.isStatic().and(ElementMatchers.namedOneOf(STATIC.toArray(new String[0])))));
        }
        return builder.visit(HookDefinition.advice(HookAdvice.Opened.class).on(ElementMatchers.isConstructor()))
                .visit(HookDefinition.advice(HookAdvice.Closed.class).on(Sites.methods(closing)));
    }

    /** Lets the listener go with the check that it belongs to, however that ended. */
    private record Forwarder(WeakReference<BiConsumer<Object, String>> listener) implements BiConsumer<Object, String> {
        @Override
        public void accept(Object self, String event) {
            BiConsumer<Object, String> listening = listener.get();
            if (listening == null) {
                Sites.unhook("follower", this);
            } else {
                listening.accept(self, event);
            }
        }
    }

    /** Weaves classes when they are retransformed for the first time, and again whenever somebody else does it. */
    private static final class Follower implements ClassFileTransformer {
        @Override
        public byte @Nullable [] transform(
                @Nullable ClassLoader loader,
                @Nullable String name,
                @Nullable Class<?> redefined,
                @Nullable ProtectionDomain domain,
                byte[] original) {
            return redefined == null || !isFollowed(redefined)
                    ? null
                    : Sites.woven(redefined, original, builder -> visited(builder, redefined));
        }
    }
}
