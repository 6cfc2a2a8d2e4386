package io.wringer.leak;

import org.apiguardian.api.API;

/**
 * Kinds of resources that {@link LeakFree @LeakFree} watches.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum Resource {

    /** Objects on the Java heap. */
    HEAP,

    /** Platform threads. */
    THREADS,

    /** Open file descriptors of the process. */
    FILE_DESCRIPTORS
}
