package io.wringer.chaos;

import org.apiguardian.api.API;

/**
 * A user's own fault, named by {@link ChaosFault#custom()}.
 *
 * <p>One instance serves one fault of one test and is called by all threads that are struck, so it must be thread-safe.
 *
 * @since 0.1
 */
@FunctionalInterface
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface CustomFault {

    /**
     * Strikes a call. Returning without {@link FaultedCall#answer(Object)} lets the call go on.
     *
     * @param call the call
     * @throws Throwable what the caller is to get; unchecked or declared by the method
     */
    void strike(FaultedCall call) throws Throwable;
}
