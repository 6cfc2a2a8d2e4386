package io.wringer.extension;

import io.wringer.WringerConfigurationException;
import io.wringer.chaos.Chaos;
import io.wringer.chaos.FaultyLink;
import io.wringer.extension.config.Attributes;
import io.wringer.extension.config.KnownKeys;
import io.wringer.extension.config.RunKeys;
import io.wringer.extension.leak.LeakSession;
import io.wringer.extension.leak.LeakSpec;
import io.wringer.leak.LeakFree;
import io.wringer.leak.LeakProbe;
import io.wringer.leak.Lifecycle;
import io.wringer.spi.WringerEngine;
import io.wringer.stress.StressPlan;
import io.wringer.stress.StressTest;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** The engine that the bridge finds: turns JUnit's callbacks into one run per test. Stateless. */
public final class JupiterEngine implements WringerEngine {

    private static final Namespace NAMESPACE = Namespace.create(JupiterEngine.class);
    private static final Set<Class<?>> HANDLES =
            Set.of(StressPlan.class, LeakProbe.class, Chaos.class, FaultyLink.class);

    /** Creates the engine; called by {@link java.util.ServiceLoader}. */
    public JupiterEngine() {}

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return context.getTestMethod()
                .filter(method -> AnnotationSupport.isAnnotated(method, StressTest.class))
                .filter(method -> !TestElements.hasOtherTemplate(method))
                .isPresent();
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        return Stream.of(new UnderLoad());
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        checkKeys(context);
        Class<?> testClass = context.getRequiredTestClass();
        CombinationRules.checkClass(testClass);
        AnnotationSupport.findAnnotation(testClass, LeakFree.class).ifPresent(found -> openClass(context, found));
    }

    private static void openClass(ExtensionContext context, LeakFree annotation) {
        TestState state = TestState.openClass(context);
        LeakSpec spec = LeakSpec.parse(
                Attributes.of(annotation, context.getRequiredTestClass().getName(), state.settings()));
        LeakSession session = LeakSession.create(spec, state.context());
        state.prepareClass(session);
        session.begin();
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        TestState state = TestState.of(context).orElse(null);
        if (state == null || state.leak() == null) {
            return;
        }
        state.add(state.leak().end());
        Throwable thrown = concludeClass(state);
        state.publish(thrown);
        throwAsIs(thrown);
    }

    private static @Nullable Throwable concludeClass(TestState state) {
        try {
            Conductor.conclude(
                    state.verdict(),
                    null,
                    state.reproduction(),
                    state.settings().failsWhenInconclusive());
            return null;
        } catch (Throwable t) {
            return t;
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        TestState state = TestState.open(context);
        checkKeys(context);
        CombinationRules.checkClass(context.getRequiredTestClass());
        Method method = context.getRequiredTestMethod();
        state.prepare(method);
        RunPlan plan = state.plan();
        for (Class<?> type : method.getParameterTypes()) {
            CombinationRules.checkParameter(type, method, plan);
        }
        if (plan.leak() != null && plan.leak().lifecycle() == Lifecycle.FULL) {
            RecordedLifecycle.check(context.getRequiredTestClass());
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        TestState.of(context).ifPresent(state -> {
            state.close();
            Throwable thrown = context.getExecutionException().orElse(null);
            if (state.isWrung() || thrown instanceof WringerConfigurationException) {
                state.publish(thrown);
            }
        });
    }

    @Override
    public void interceptBeforeEachMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> target, ExtensionContext context)
            throws Throwable {
        TestState.of(context).ifPresent(state -> state.lifecycle().recordBefore(target));
        invocation.proceed();
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> target, ExtensionContext context)
            throws Throwable {
        Optional<TestState> state = TestState.of(context).filter(TestState::isWrung);
        if (state.isPresent()) {
            Conductor.run(state.get(), invocation, target, context);
        } else {
            invocation.proceed();
        }
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> target, ExtensionContext context)
            throws Throwable {
        interceptTestMethod(invocation, target, context);
    }

    @Override
    public <T> T interceptTestFactoryMethod(
            Invocation<T> invocation, ReflectiveInvocationContext<Method> target, ExtensionContext context)
            throws Throwable {
        CombinationRules.checkFactory(target.getExecutable());
        return invocation.proceed();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getTestMethod().isPresent()
                && HANDLES.contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        TestState state = TestState.of(context)
                .orElseThrow(() -> new IllegalStateException("a parameter is resolved before its test began"));
        return Handles.resolve(parameter.getParameter(), state, context.getRequiredTestMethod());
    }

    /** A mistyped key is everybody's error: each Wringer test of the run says so. */
    private static void checkKeys(ExtensionContext context) {
        KeyCheck check = context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(KeyCheck.class, type -> KeyCheck.of(context), KeyCheck.class);
        if (check.error() != null) {
            throw new WringerConfigurationException(check.error());
        }
    }

    private static void throwAsIs(@Nullable Throwable thrown) throws Exception {
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof Exception exception) {
            throw exception;
        }
    }

    private record KeyCheck(@Nullable String error) {
        static KeyCheck of(ExtensionContext context) {
            try {
                KnownKeys.check(RunKeys.all(context.getRequiredTestClass().getClassLoader()));
                return new KeyCheck(null);
            } catch (WringerConfigurationException e) {
                return new KeyCheck(e.getMessage());
            }
        }
    }

    /** The one invocation of a stress test. */
    private static final class UnderLoad implements TestTemplateInvocationContext {
        @Override
        public String getDisplayName(int invocationIndex) {
            return "under load";
        }
    }
}
