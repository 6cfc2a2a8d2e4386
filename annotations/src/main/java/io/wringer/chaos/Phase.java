package io.wringer.chaos;

import org.apiguardian.api.API;

/**
 * Says when, in relation to the work of the method, a fault strikes.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum Phase {

    /** Before the work is done. */
    BEFORE,

    /** After the work was done: its answer is lost. */
    AFTER
}
