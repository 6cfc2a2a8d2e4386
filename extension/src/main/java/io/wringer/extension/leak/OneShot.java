package io.wringer.extension.leak;

import io.wringer.extension.leak.watch.Gauge;
import io.wringer.extension.leak.watch.SystemState;
import io.wringer.extension.run.Outcome;
import io.wringer.extension.verdict.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Compares what is open before one execution with what is open after it. */
final class OneShot {

    private static final long SETTLE_MILLIS = 500;
    private static final long POLL_MILLIS = 10;

    private final Probe probe;
    private final Instruments instruments;
    private final SystemState state = SystemState.now();
    private final Map<Gauge, Long> values = new HashMap<>();
    private final Map<Gauge, Map<Object, String>> items = new HashMap<>();

    private OneShot(Probe probe, Instruments instruments) {
        this.probe = probe;
        this.instruments = instruments;
    }

    static OneShot begin(LeakSpec spec, Probe probe, Object owner) {
        OneShot shot = new OneShot(probe, new Instruments(spec, probe, List.of(), List.of(owner)));
        shot.instruments.findLenders();
        for (Gauge gauge : gauges(shot.instruments)) {
            shot.values.put(gauge, gauge.read());
            shot.items.put(gauge, gauge.items());
        }
        return shot;
    }

    Outcome end() {
        instruments.findLenders();
        List<Finding> findings = new ArrayList<>();
        for (Gauge gauge : settled()) {
            Left left = left(gauge);
            if (left.count() > 0) {
                Finding finding = LeakFindings.once(gauge, left.count(), left.labels());
                findings.add(SiteSearch.describe(finding, gauge.sites()));
            }
        }
        findings.addAll(instruments.changes(state));
        findings.addAll(Survivors.findings(probe, instruments));
        instruments.unavailable().forEach(reason -> findings.add(Finding.note(LeakFindings.LENS, reason, reason)));
        return new Outcome(LeakFindings.LENS, LeakObservations.once(instruments), findings);
    }

    /**
     * Returns what was left at every look: threads need a moment to end, descriptors that only cleaners close need a
     * collection, and a lock that somebody's background thread holds just now is free at the next look.
     */
    private List<Gauge> settled() {
        List<Gauge> left = new ArrayList<>(gauges(instruments));
        keepLeft(left);
        if (left.isEmpty()) {
            return left;
        }
        instruments.collect();
        long deadline = System.nanoTime() + SETTLE_MILLIS * 1_000_000;
        do {
            Pauses.sleep(POLL_MILLIS);
            keepLeft(left);
        } while (!left.isEmpty() && System.nanoTime() < deadline);
        return left;
    }

    private void keepLeft(List<Gauge> gauges) {
        gauges.removeIf(gauge -> left(gauge).count() <= 0);
    }

    private Left left(Gauge gauge) {
        Map<Object, String> before = items.getOrDefault(gauge, Map.of());
        Map<Object, String> now = new LinkedHashMap<>(gauge.items());
        now.keySet().removeAll(before.keySet());
        if (!now.isEmpty() || !before.isEmpty()) {
            return new Left(now.size(), List.copyOf(now.values()));
        }
        long value = gauge.read();
        long start = Objects.requireNonNullElse(values.get(gauge), gauge.startsAtZero() ? 0L : value);
        return new Left(value - start, List.of());
    }

    private static List<Gauge> gauges(Instruments instruments) {
        return instruments.gauges().stream().filter(Gauge::showsAtOnce).toList();
    }

    /** What is there after an execution and was not there before. */
    private record Left(long count, List<String> labels) {}
}
