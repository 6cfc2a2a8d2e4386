package io.wringer.extension.leak.site;

import io.wringer.extension.agent.Agent;
import io.wringer.extension.agent.AgentUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.reflect.Method;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.TypeResolutionStrategy;
import net.bytebuddy.dynamic.scaffold.InstrumentedType;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.matcher.ElementMatchers;
import org.jspecify.annotations.Nullable;

/**
 * Instruments methods for as long as it is open, and tells from where they were called without being undone.
 *
 * <p>One at a time in a JVM. Closing takes the instrumentation out again.
 */
public final class Sites implements AutoCloseable {

    private static final Object LOCK = new Object();

    private final Instrumentation instrumentation;
    private final ClassFileTransformer transformer;
    private final Set<Class<?>> types;
    private final Stacks stacks = new Stacks();

    private Sites(Instrumentation instrumentation, Map<String, Target> targets, Set<Class<?>> types) {
        this.instrumentation = instrumentation;
        this.transformer = new Weaver(targets);
        this.types = types;
    }

    /**
     * Instruments the loaded ones of some classes.
     *
     * @throws AgentUnavailableException if there is no agent
     * @throws IllegalStateException if the JVM refuses
     */
    public static Sites open(List<Target> targets) throws AgentUnavailableException {
        Instrumentation instrumentation = Agent.instrumentation();
        Map<String, Target> byType = targets.stream().collect(Collectors.toMap(Target::type, Function.identity()));
        Set<Class<?>> loaded = Set.of(Arrays.stream(instrumentation.getAllLoadedClasses())
                .filter(type -> byType.containsKey(type.getName()) && instrumentation.isModifiableClass(type))
                .toArray(Class<?>[]::new));
        Sites sites = new Sites(instrumentation, byType, loaded);
        sites.install();
        return sites;
    }

    private void install() {
        synchronized (LOCK) {
            hook();
            instrumentation.addTransformer(transformer, true);
            retransform(instrumentation, types);
            arm(stacks);
        }
    }

    /** Returns the most frequent stacks of what was acquired and not released, rendered, the user's frames first. */
    public List<Site> open() {
        return stacks.open();
    }

    @Override
    public void close() {
        synchronized (LOCK) {
            arm(null);
            instrumentation.removeTransformer(transformer);
            retransform(instrumentation, types);
        }
    }

    private static void retransform(Instrumentation instrumentation, Set<Class<?>> types) {
        for (Class<?> type : types) {
            try {
                instrumentation.retransformClasses(type);
            } catch (UnmodifiableClassException e) {
                throw new IllegalStateException(type + " was modifiable a moment ago", e);
            }
        }
    }

    /** Builds the bytes itself: Byte Buddy's agent builder would print a warning on JDK 24 and later. */
    private static byte[] weave(Class<?> type, Target target, byte[] original) {
        DynamicType.Builder<?> builder = new ByteBuddy()
                .with(TypeValidation.DISABLED)
                .with(InstrumentedType.Factory.Default.FROZEN)
                .with(Implementation.Context.Disabled.Factory.INSTANCE)
                .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE)
                .ignore(ElementMatchers.none())
                .redefine(type, ClassFileLocator.Simple.of(type.getName(), original));
        return visited(builder, target)
                .make(TypeResolutionStrategy.Disabled.INSTANCE)
                .getBytes();
    }

    private static DynamicType.Builder<?> visited(DynamicType.Builder<?> builder, Target target) {
        DynamicType.Builder<?> woven = builder.visit(
                        Advice.to(HookAdvice.Acquired.class).on(methods(target.acquiring())))
                .visit(Advice.to(HookAdvice.Released.class).on(methods(target.releasing())));
        return target.acquiring().contains(Target.CONSTRUCTOR)
                ? woven.visit(Advice.to(HookAdvice.Created.class).on(ElementMatchers.isConstructor()))
                : woven;
    }

    private static ElementMatcher.Junction<MethodDescription> methods(Set<String> names) {
        return ElementMatchers.<MethodDescription>isMethod()
                .and(ElementMatchers.not(ElementMatchers.isStatic()))
                .and(ElementMatchers.not(ElementMatchers.isAbstract()))
                .and(ElementMatchers.namedOneOf(names.toArray(new String[0])));
    }

    private static void arm(@Nullable BiConsumer<Object, Boolean> sink) {
        try {
            hook().getField("sink").set(null, sink);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the hook cannot be reached", e);
        }
    }

    /** Returns the copy of the hook that the bootstrap loader has, and gives it one if it has none. */
    private static Class<?> hook() {
        try {
            return Class.forName(Hook.class.getName(), true, null);
        } catch (ClassNotFoundException e) {
            return define();
        }
    }

    private static Class<?> define() {
        String resource = "/" + Hook.class.getName().replace('.', '/') + ".class";
        try (InputStream stream = Sites.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            byte[] bytes = stream.readAllBytes();
            Agent.open(Object.class, Set.of("jdk.internal.misc"));
            Class<?> type = Class.forName("jdk.internal.misc.Unsafe");
            Method define = Arrays.stream(type.getMethods())
                    .filter(method -> method.getName().equals("defineClass") && method.getParameterCount() == 6)
                    .findFirst()
                    .orElseThrow();
            Object unsafe = type.getMethod("getUnsafe").invoke(null);
            return (Class<?>) define.invoke(unsafe, Hook.class.getName(), bytes, 0, bytes.length, null, null);
        } catch (IOException | ReflectiveOperationException | AgentUnavailableException e) {
            throw new IllegalStateException("the hook cannot be defined", e);
        }
    }

    /**
     * A place in the code.
     *
     * @param count how often it was there
     * @param frames rendered frames, the JDK's and Wringer's left out at the top
     */
    public record Site(int count, List<String> frames) {
        public Site {
            frames = List.copyOf(new ArrayList<>(frames));
        }
    }

    /** Weaves a class when it is retransformed. */
    private record Weaver(Map<String, Target> targets) implements ClassFileTransformer {
        @Override
        public byte @Nullable [] transform(
                @Nullable ClassLoader loader,
                @Nullable String name,
                @Nullable Class<?> redefined,
                @Nullable ProtectionDomain domain,
                byte[] original) {
            Target target = redefined == null ? null : targets.get(redefined.getName());
            return redefined == null || target == null ? null : weave(redefined, target, original);
        }
    }
}
