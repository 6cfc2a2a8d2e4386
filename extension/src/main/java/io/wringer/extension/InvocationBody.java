package io.wringer.extension;

import io.wringer.extension.run.TestBody;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.InvocationInterceptor.Invocation;

/** JUnit's own execution of the body, with the interceptors of all other extensions; it can be called once. */
final class InvocationBody implements TestBody {

    private final Invocation<?> invocation;
    private final TestBody body;

    InvocationBody(Invocation<?> invocation, TestBody body) {
        this.invocation = invocation;
        this.body = body;
    }

    @Override
    public @Nullable Object call() throws Throwable {
        return invocation.proceed();
    }

    @Override
    public MethodHandle handle() {
        throw new UnsupportedOperationException("JUnit's own execution is called once");
    }

    @Override
    public Method method() {
        return body.method();
    }

    @Override
    public @Nullable Object instance() {
        return body.instance();
    }

    @Override
    public List<@Nullable Object> arguments() {
        return body.arguments();
    }
}
