package io.wringer.extension.leak.site;

import io.wringer.extension.agent.Agent;
import io.wringer.extension.agent.AgentUnavailableException;
import io.wringer.leak.Resource;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.reflect.Field;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
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
    private final Stacks stacks;

    private Sites(Instrumentation instrumentation, Map<String, Target> targets, Set<Class<?>> types) {
        this.instrumentation = instrumentation;
        this.transformer = new Weaver(targets);
        this.types = types;
        this.stacks = new Stacks(targets.values().stream().allMatch(Target::needsNoRelease));
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
            hook("sink", null);
            instrumentation.addTransformer(transformer, true);
            retransform(instrumentation, types);
            hook("sink", stacks);
        }
    }

    /** Returns the most frequent stacks of what was acquired and not released, rendered, the user's frames first. */
    public List<Site> open() {
        return stacks.open();
    }

    /** Returns the same for one kind of several that are instrumented at once. */
    public List<Site> open(Resource kind) {
        Set<String> types = Targets.of(kind).stream().map(Target::type).collect(Collectors.toSet());
        return stacks.openOf(types::contains);
    }

    @Override
    public void close() {
        synchronized (LOCK) {
            unhook("sink", stacks);
            instrumentation.removeTransformer(transformer);
            retransform(instrumentation, types);
        }
    }

    private static void retransform(Instrumentation instrumentation, Set<Class<?>> types) {
        types.forEach(type -> retransform(instrumentation, type));
    }

    static void retransform(Instrumentation instrumentation, Class<?> type) {
        try {
            instrumentation.retransformClasses(type);
        } catch (UnmodifiableClassException e) {
            throw new IllegalStateException(type + " was modifiable a moment ago", e);
        }
    }

    /** Builds the bytes itself: Byte Buddy's agent builder would print a warning on JDK 24 and later. */
    static byte[] woven(Class<?> type, byte[] original, UnaryOperator<DynamicType.Builder<?>> visitors) {
        return woven(
                TypeDescription.ForLoadedType.of(type), ClassFileLocator.Simple.of(type.getName(), original), visitors);
    }

    static byte[] woven(TypeDescription type, ClassFileLocator files, UnaryOperator<DynamicType.Builder<?>> visitors) {
        DynamicType.Builder<?> builder = new ByteBuddy()
                .with(TypeValidation.DISABLED)
                .with(InstrumentedType.Factory.Default.FROZEN)
                .with(Implementation.Context.Disabled.Factory.INSTANCE)
                .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE)
                .ignore(ElementMatchers.none())
                .redefine(type, files);
        return visitors.apply(builder)
                .make(TypeResolutionStrategy.Disabled.INSTANCE)
                .getBytes();
    }

    private static DynamicType.Builder<?> visited(DynamicType.Builder<?> builder, Target target) {
        DynamicType.Builder<?> woven = builder.visit(
                        HookDefinition.advice(HookAdvice.Acquired.class).on(methods(target.acquiring())))
                .visit(HookDefinition.advice(HookAdvice.Released.class).on(methods(target.releasing())));
        return target.acquiring().contains(Target.CONSTRUCTOR)
                ? woven.visit(HookDefinition.advice(HookAdvice.Created.class).on(ElementMatchers.isConstructor()))
                : woven;
    }

    static ElementMatcher.Junction<MethodDescription> methods(Set<String> names) {
        return ElementMatchers.<MethodDescription>isMethod()
                .and(ElementMatchers.not(ElementMatchers.isStatic()))
                .and(ElementMatchers.not(ElementMatchers.isAbstract()))
                .and(ElementMatchers.namedOneOf(names.toArray(new String[0])));
    }

    /** Sets a field of the copy of the hook that instrumented classes see. */
    static void hook(String field, @Nullable BiConsumer<Object, String> sink) {
        try {
            HookDefinition.hook().getField(field).set(null, sink);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the hook cannot be reached", e);
        }
    }

    /** Clears a field if it still holds this sink. */
    static void unhook(String field, BiConsumer<Object, String> sink) {
        try {
            Field of = HookDefinition.hook().getField(field);
            if (of.get(null) == sink) {
                of.set(null, null);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the hook cannot be reached", e);
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
            return redefined == null || target == null
                    ? null
                    : woven(redefined, original, builder -> visited(builder, target));
        }
    }
}
