package io.wringer.chaos;

import org.apiguardian.api.API;

/**
 * Kinds of faults.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum Fault {

    /** Throws an exception instead of, or after, the call. */
    EXCEPTION,

    /** Delays the call. */
    LATENCY,

    /** Returns a value without making the call. */
    RETURN
}
