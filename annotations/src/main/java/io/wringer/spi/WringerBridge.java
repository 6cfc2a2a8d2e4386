package io.wringer.spi;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;

/**
 * Hands every callback of an annotated test to the {@link WringerEngine}, and fails loudly when there is none.
 *
 * <p>Stateless and thread-safe. The engine is looked up with the class loader of the test class first, then with the
 * loader of this class.
 *
 * @since 0.1
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class WringerBridge implements WringerEngine {

    /** Creates the bridge; called by JUnit. */
    public WringerBridge() {}

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return engine(context).supportsTestTemplate(context);
    }

    @Override
    @SuppressWarnings("unchecked") // the return type gained a wildcard in JUnit 6; streams are covariant in effect
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        return (Stream<TestTemplateInvocationContext>)
                (Stream<?>) engine(context).provideTestTemplateInvocationContexts(context);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        engine(context).beforeAll(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        engine(context).beforeEach(context);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        engine(context).afterEach(context);
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        engine(context).afterAll(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return engine(context).supportsParameter(parameter, context);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return engine(context).resolveParameter(parameter, context);
    }

    @Override
    public <T> T interceptTestClassConstructor(
            Invocation<T> invocation,
            ReflectiveInvocationContext<Constructor<T>> invocationContext,
            ExtensionContext context)
            throws Throwable {
        // Seen from here, the context is the class, also for an annotation on a method: a missing engine is left to the
        // callback that follows and can name the method.
        WringerEngine engine = EngineLookup.findIfPresent(context);
        return engine == null
                ? invocation.proceed()
                : engine.interceptTestClassConstructor(invocation, invocationContext, context);
    }

    @Override
    public void interceptBeforeAllMethod(
            Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> invocationContext,
            ExtensionContext context)
            throws Throwable {
        engine(context).interceptBeforeAllMethod(invocation, invocationContext, context);
    }

    @Override
    public void interceptBeforeEachMethod(
            Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> invocationContext,
            ExtensionContext context)
            throws Throwable {
        engine(context).interceptBeforeEachMethod(invocation, invocationContext, context);
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> invocationContext,
            ExtensionContext context)
            throws Throwable {
        engine(context).interceptTestMethod(invocation, invocationContext, context);
    }

    @Override
    public <T> T interceptTestFactoryMethod(
            Invocation<T> invocation, ReflectiveInvocationContext<Method> invocationContext, ExtensionContext context)
            throws Throwable {
        return engine(context).interceptTestFactoryMethod(invocation, invocationContext, context);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> invocationContext,
            ExtensionContext context)
            throws Throwable {
        engine(context).interceptTestTemplateMethod(invocation, invocationContext, context);
    }

    @Override
    public void interceptAfterEachMethod(
            Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> invocationContext,
            ExtensionContext context)
            throws Throwable {
        engine(context).interceptAfterEachMethod(invocation, invocationContext, context);
    }

    @Override
    public void interceptAfterAllMethod(
            Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> invocationContext,
            ExtensionContext context)
            throws Throwable {
        engine(context).interceptAfterAllMethod(invocation, invocationContext, context);
    }

    private static WringerEngine engine(ExtensionContext context) {
        return EngineLookup.find(context);
    }
}
