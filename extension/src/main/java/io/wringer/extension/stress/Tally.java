package io.wringer.extension.stress;

import org.HdrHistogram.IntCountsHistogram;
import org.jspecify.annotations.Nullable;

/**
 * What one worker measured of one operation since it was last collected. Guarded by the lock of the worker.
 *
 * <p>Starts with 16 KB and grows with the range of the values, to 120 KB for minutes and to 250 KB for the longest time
 * that a {@code long} can hold, however many there are: the counts of a second fit into {@code int}.
 */
final class Tally {

    /** Below this, a histogram of three digits counts each nanosecond apart, as a plain array does in a third of the time. */
    private static final int SHORT = 2048;

    private final int[] shortLatencies = new int[SHORT];
    private final IntCountsHistogram latency = new IntCountsHistogram(Latencies.DIGITS);
    private final @Nullable IntCountsHistogram service;
    private long longest = -1;
    private long shortestOfLong = Long.MAX_VALUE;
    private long failures;

    Tally(boolean withServiceTime) {
        service = withServiceTime ? new IntCountsHistogram(Latencies.FEWER_DIGITS) : null;
    }

    void latency(long nanos) {
        if (nanos >= 0 && nanos < SHORT) {
            shortLatencies[(int) nanos]++;
        } else {
            latency.recordValue(Math.max(0, nanos));
            longest = Math.max(longest, nanos);
            shortestOfLong = Math.min(shortestOfLong, nanos);
        }
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
        moveShortLatencies();
        if (latency.getTotalCount() == 0 && failures == 0) {
            return;
        }
        totals.add(latency, service, failures);
        if (latency.getTotalCount() > 0) {
            totals.range(
                    latency.getMinValue() < SHORT ? latency.getMinValue() : shortestOfLong,
                    longest < 0 ? latency.getMaxValue() : longest);
        }
        longest = -1;
        shortestOfLong = Long.MAX_VALUE;
        latency.reset();
        if (service != null) {
            service.reset();
        }
        failures = 0;
    }

    private void moveShortLatencies() {
        for (int nanos = 0; nanos < SHORT; nanos++) {
            if (shortLatencies[nanos] > 0) {
                latency.recordValueWithCount(nanos, shortLatencies[nanos]);
                shortLatencies[nanos] = 0;
            }
        }
    }
}
