package io.wringer.extension.run;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of a test, which can be called again and again on the same instance with the same arguments.
 *
 * <p>Thread-safe as far as the user's code is.
 */
public interface TestBody {

    /**
     * Calls the test method once; what it throws is thrown as it is.
     *
     * @return what the method returned, {@code null} for {@code void}
     */
    @Nullable
    Object call() throws Throwable;

    /** Returns a handle of type {@code ()Object}, bound to the instance and arguments; does what {@link #call} does. */
    MethodHandle handle();

    /** Returns the test method. */
    Method method();

    /** Returns the test instance, {@code null} for a static method. */
    @Nullable
    Object instance();

    /** Returns the resolved arguments. */
    List<@Nullable Object> arguments();
}
