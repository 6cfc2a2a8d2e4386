package io.wringer.chaos;

import org.apiguardian.api.API;

/**
 * Says which threads a fault can strike.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum FaultScope {

    /** The thread of the test, and the threads that it starts or hands work to. */
    ATTRIBUTED,

    /**
     * Every thread of the JVM. The test runs alone: where JUnit runs tests in parallel, it waits for the others to end and
     * holds new ones back. Where Wringer isn't told which tests run, it is a configuration error that asks for
     * {@code @ResourceLock(Resources.GLOBAL)} or {@code @Isolated}.
     */
    ALL
}
