package io.wringer.extension.leak.pairs;

import io.wringer.extension.run.TestBody;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.List;

/** One of the two bodies of a pair, as the extension hands it to the leak check. */
final class PairBody implements TestBody {

    private final Pair pair;
    private final Method method;
    private final MethodHandle handle;

    private PairBody(Pair pair, Method method) throws IllegalAccessException {
        this.pair = pair;
        this.method = method;
        method.setAccessible(true);
        this.handle = MethodHandles.lookup()
                .unreflect(method)
                .bindTo(pair)
                .asType(java.lang.invoke.MethodType.methodType(Object.class));
    }

    static PairBody broken(Pair pair) throws ReflectiveOperationException {
        return new PairBody(pair, pair.getClass().getMethod("broken"));
    }

    static PairBody clean(Pair pair) throws ReflectiveOperationException {
        return new PairBody(pair, pair.getClass().getMethod("clean"));
    }

    @Override
    public Object call() throws Throwable {
        return handle.invokeExact();
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
    public Object instance() {
        return pair;
    }

    @Override
    public List<Object> arguments() {
        return List.of();
    }
}
