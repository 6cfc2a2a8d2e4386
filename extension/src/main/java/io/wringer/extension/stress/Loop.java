package io.wringer.extension.stress;

import org.jspecify.annotations.Nullable;

/** Calls the operations of one session. */
interface Loop {

    /**
     * Calls operations one after another and writes their latencies into the journal of the worker.
     *
     * @param end the entry of the journal before which to stop
     * @param deadline the time after which no operation is started
     * @return the time at which the last operation ended
     */
    long run(Worker worker, Phase phase, int end, long deadline);

    /** Calls one operation. */
    @Nullable
    Object call(int operation) throws Throwable;
}
