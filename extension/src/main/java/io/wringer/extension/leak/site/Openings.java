package io.wringer.extension.leak.site;

import io.wringer.extension.agent.Agent;
import io.wringer.extension.agent.AgentUnavailableException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.BiConsumer;
import net.bytebuddy.description.type.TypeDefinition;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.pool.TypePool;
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
    private static volatile boolean following;

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
        following = true;
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

    /** Tells whether constructors of a class are instrumented, or those of a class that it extends. */
    public static boolean isOfFollowed(Class<?> type) {
        return BY_NAME.containsKey(type.getName()) || isJdbc(type);
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

    /** Tells the same of a class that is about to be loaded; nothing else of it or of what it extends needs to be. */
    private static boolean isFollowed(TypeDescription type) {
        return BY_NAME.containsKey(type.getName())
                || (!type.isInterface()
                        && POOLS.stream().noneMatch(type.getName()::startsWith)
                        && isJdbc(type)
                        && !isJdbc(type.getSuperClass()));
    }

    private static boolean isJdbc(@Nullable TypeDefinition type) {
        for (TypeDefinition current = type; current != null; current = current.getSuperClass()) {
            for (TypeDefinition implemented : current.getInterfaces()) {
                if (INTERFACES.contains(implemented.getTypeName()) || isJdbc(implemented)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static DynamicType.Builder<?> visited(DynamicType.Builder<?> builder, String type) {
        Set<String> closing = BY_NAME.getOrDefault(type, CLOSE);
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
                following = false;
                Sites.unhook("follower", this);
            } else {
                listening.accept(self, event);
            }
        }
    }

    /**
     * Weaves classes when they are retransformed for the first time, and again whenever somebody else does it; what is
     * loaded while somebody listens at once, because the only execution of a test may be the first to use its driver.
     */
    private static final class Follower implements ClassFileTransformer {

        private final ThreadLocal<Boolean> busy = ThreadLocal.withInitial(() -> false);

        @Override
        public byte @Nullable [] transform(
                @Nullable ClassLoader loader,
                @Nullable String name,
                @Nullable Class<?> redefined,
                @Nullable ProtectionDomain domain,
                byte[] original) {
            if (redefined == null) {
                return following && name != null ? atLoading(loader, name.replace('/', '.'), original) : null;
            }
            return isFollowed(redefined)
                    ? Sites.woven(redefined, original, builder -> visited(builder, redefined.getName()))
                    : null;
        }

        private byte @Nullable [] atLoading(@Nullable ClassLoader loader, String name, byte[] original) {
            if (busy.get() || !(BY_NAME.containsKey(name) || mentionsJdbc(original))) {
                return null;
            }
            busy.set(true);
            try {
                ClassFileLocator files = new ClassFileLocator.Compound(
                        ClassFileLocator.Simple.of(name, original),
                        ClassFileLocator.ForClassLoader.of(loader),
                        ClassFileLocator.ForClassLoader.ofPlatformLoader());
                TypeDescription type = TypePool.Default.of(files).describe(name).resolve();
                return isFollowed(type) ? Sites.woven(type, files, builder -> visited(builder, name)) : null;
            } catch (RuntimeException e) {
                return null; // what it extends has no class file to read: it is woven at the next look
            } finally {
                busy.set(false);
            }
        }

        /** What implements them, in whatever way, uses them as well. */
        private static boolean mentionsJdbc(byte[] original) {
            String constants = new String(original, StandardCharsets.ISO_8859_1);
            return constants.contains("java/sql/Connection") || constants.contains("java/sql/Statement");
        }
    }
}
