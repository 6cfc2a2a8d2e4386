package io.wringer.leak;

import java.util.function.LongSupplier;
import org.apiguardian.api.API;

/**
 * Lets a {@link LeakFree @LeakFree} test name what else must not grow; injected as a parameter of the test method.
 *
 * <p>Thread-safe.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface LeakProbe {

    /**
     * Watches a number that must not grow from iteration to iteration.
     *
     * @param name what the number counts, for the message
     * @param size reads the number; called on the test's thread between iterations
     */
    void watch(String name, LongSupplier size);

    /**
     * Demands that an object is collected once the iteration that passed it has ended.
     *
     * @param object the object; held weakly only
     */
    void mustBeCollected(Object object);
}
