package io.wringer.leak;

import org.apiguardian.api.API;

/**
 * Says what one iteration of a {@link LeakFree @LeakFree} test consists of.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum Lifecycle {

    /** The test method alone; {@code @BeforeEach} and {@code @AfterEach} run once around all iterations. */
    BODY,

    /** {@code @BeforeEach} methods, the test method and {@code @AfterEach} methods, on the same test instance. */
    FULL
}
