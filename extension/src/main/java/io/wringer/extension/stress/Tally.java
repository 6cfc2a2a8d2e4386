package io.wringer.extension.stress;

import org.HdrHistogram.IntCountsHistogram;
import org.jspecify.annotations.Nullable;

/**
 * What one worker measured of one operation since it was last collected. Guarded by the lock of the worker.
 *
 * <p>Starts with 8 KB and grows with the range of the values, up to about 110 KB for minutes; the counts of a second fit
 * into {@code int}.
 */
final class Tally {

    private final IntCountsHistogram latency = new IntCountsHistogram(Latencies.DIGITS);
    private final @Nullable IntCountsHistogram service;
    private long failures;

    Tally(boolean withServiceTime) {
        service = withServiceTime ? new IntCountsHistogram(Latencies.DIGITS) : null;
    }

    void latency(long nanos) {
        latency.recordValue(Math.max(0, nanos));
    }

    void service(long nanos) {
        if (service != null) {
            service.recordValue(Math.max(0, nanos));
        }
    }

    void failure() {
        failures++;
    }

    /** Moves everything to the totals. */
    void moveTo(Totals.OfOperation totals) {
        if (latency.getTotalCount() == 0 && failures == 0) {
            return;
        }
        totals.add(latency, service, failures);
        latency.reset();
        if (service != null) {
            service.reset();
        }
        failures = 0;
    }
}
