package io.wringer.extension.stress;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps what happened second by second, in bounded memory; used by the coordinator. */
final class Sampler implements AutoCloseable {

    private static final int MOST_SAMPLES = 600;
    private static final long SHORTEST = 200_000_000;

    private final Totals totals;
    private final ProcessProbe probe;
    private final Map<String, Meter> meters;
    private List<Second> seconds = new ArrayList<>();
    private long lastNanos;

    Sampler(Totals totals, ProcessProbe probe, Map<String, Meter> meters) {
        this.totals = totals;
        this.probe = probe;
        this.meters = meters;
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
            add(new Second(
                    loadNanos,
                    loadNanos - lastNanos,
                    latencies.count(),
                    totals.intervalFailures(),
                    empty ? null : Long.valueOf(latencies.quantile(0.5)),
                    empty ? null : Long.valueOf(latencies.quantile(0.99)),
                    probe.read(),
                    metrics(loadNanos)));
            totals.resetInterval();
            lastNanos = loadNanos;
        }
        if (seconds.size() > MOST_SAMPLES) {
            seconds = Second.thinned(seconds);
        }
    }

    /** What is left at the end of a phase may be too short for numbers of its own. */
    private void add(Second second) {
        int last = seconds.size() - 1;
        if (last >= 0 && second.nanos() < SHORTEST) {
            seconds.set(last, seconds.get(last).plus(second));
        } else {
            seconds.add(second);
        }
    }

    private Map<String, Double> metrics(long loadNanos) {
        Map<String, Double> values = new HashMap<>();
        meters.forEach((name, meter) -> values.put(name, meter.read(loadNanos).value()));
        return values;
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
