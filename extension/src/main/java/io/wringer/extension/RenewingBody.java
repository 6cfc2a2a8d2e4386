package io.wringer.extension;

import io.wringer.extension.run.TestBody;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A body that runs {@code @AfterEach} and {@code @BeforeEach} before each call, for {@code lifecycle = FULL}. */
final class RenewingBody implements TestBody {

    private final TestBody body;
    private final Runnable renewal;
    private final MethodHandle handle;

    RenewingBody(TestBody body, Runnable renewal) {
        this.body = body;
        this.renewal = renewal;
        this.handle = MethodHandles.foldArguments(body.handle(), renewalHandle());
    }

    @Override
    public @Nullable Object call() throws Throwable {
        renewal.run();
        return body.call();
    }

    @Override
    public MethodHandle handle() {
        return handle;
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

    private MethodHandle renewalHandle() {
        try {
            return MethodHandles.lookup()
                    .findVirtual(Runnable.class, "run", java.lang.invoke.MethodType.methodType(void.class))
                    .bindTo(renewal);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Runnable.run is accessible", e);
        }
    }
}
