package io.wringer.extension;

import io.wringer.extension.run.TestBody;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.ReflectionSupport;

/** The test method, bound to the instance and the arguments that JUnit resolved. */
final class ReflectiveBody implements TestBody {

    private static final MethodType NO_ARGUMENTS = MethodType.methodType(Object.class);

    private final Method method;
    private final @Nullable Object instance;
    private final List<@Nullable Object> arguments;
    private final MethodHandle handle;

    ReflectiveBody(ReflectiveInvocationContext<Method> invocation) {
        this.method = invocation.getExecutable();
        this.instance = invocation.getTarget().orElse(null);
        this.arguments = Collections.unmodifiableList(new ArrayList<>(invocation.getArguments()));
        this.handle = bind();
    }

    @Override
    public @Nullable Object call() throws Throwable {
        return handle.invoke();
    }

    @Override
    public MethodHandle handle() {
        return handle;
    }

    @Override
    public Method method() {
        return method;
    }

    @Override
    public @Nullable Object instance() {
        return instance;
    }

    @Override
    public List<@Nullable Object> arguments() {
        return arguments;
    }

    private MethodHandle bind() {
        try {
            method.setAccessible(true);
            MethodHandle direct = MethodHandles.lookup().unreflect(method).asFixedArity();
            MethodHandle onInstance = Modifier.isStatic(method.getModifiers()) ? direct : direct.bindTo(instance);
            return MethodHandles.insertArguments(onInstance, 0, arguments.toArray())
                    .asType(NO_ARGUMENTS);
        } catch (IllegalAccessException | InaccessibleObjectException e) {
            return throughJUnit(); // a module that opens its tests to JUnit only
        }
    }

    private MethodHandle throughJUnit() {
        try {
            return MethodHandles.lookup()
                    .findVirtual(ReflectiveBody.class, "invokeThroughJUnit", NO_ARGUMENTS)
                    .bindTo(this);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("an own method is accessible", e);
        }
    }

    @SuppressWarnings("unused") // called through its handle
    private @Nullable Object invokeThroughJUnit() {
        return ReflectionSupport.invokeMethod(method, instance, arguments.toArray());
    }
}
