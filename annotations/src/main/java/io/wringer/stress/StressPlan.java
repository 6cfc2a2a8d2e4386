package io.wringer.stress;

import org.apiguardian.api.API;

/**
 * Declares the load of a {@link StressTest @StressTest}: its operations with their weights, and its invariants.
 *
 * <p>Injected as a parameter of the test method. The body then runs once, before the load, and declares it. Not
 * thread-safe: it is used by the body only.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface StressPlan {

    /**
     * Adds an operation.
     *
     * @param name a name that is unique in the plan
     * @param weight its share in relation to the weights of the other operations; positive
     * @param operation what is called; may throw, which counts as a failure
     * @return this plan
     */
    StressPlan operation(String name, int weight, Operation operation);

    /** What is called under load. */
    @FunctionalInterface
    interface Operation {

        /**
         * Runs the operation once.
         *
         * @throws Throwable any throwable counts as a failed operation
         */
        void run() throws Throwable;
    }
}
