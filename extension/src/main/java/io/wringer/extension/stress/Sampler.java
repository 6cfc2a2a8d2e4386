package io.wringer.extension.stress;

import java.util.ArrayList;
import java.util.List;

/** Keeps what happened second by second, in bounded memory; used by the coordinator. */
final class Sampler implements AutoCloseable {

    private static final int MOST_SAMPLES = 600;

    private final Totals totals;
    private final ProcessProbe probe;
    private List<Second> seconds = new ArrayList<>();
    private long lastNanos;

    Sampler(Totals totals, ProcessProbe probe) {
        this.totals = totals;
        this.probe = probe;
    }

    /** Forgets the warm-up. */
    void reset() {
        totals.resetInterval();
        probe.reset();
        lastNanos = 0;
    }

    /** Ends an interval at a time of the load; everything was collected before. */
    void sample(long loadNanos) {
        Latencies latencies = Latencies.copyOf(totals.interval());
        boolean empty = latencies.count() == 0;
        if (loadNanos > lastNanos) {
            seconds.add(new Second(
                    loadNanos,
                    loadNanos - lastNanos,
                    latencies.count(),
                    totals.intervalFailures(),
                    empty ? null : Long.valueOf(latencies.quantile(0.5)),
                    empty ? null : Long.valueOf(latencies.quantile(0.99)),
                    probe.read()));
            totals.resetInterval();
            lastNanos = loadNanos;
        }
        if (seconds.size() > MOST_SAMPLES) {
            seconds = Second.thinned(seconds);
        }
    }

    List<Second> seconds() {
        return seconds;
    }

    Latencies pauses() {
        return probe.pauses();
    }

    @Override
    public void close() {
        probe.close();
    }
}
