package io.wringer.extension.leak;

import io.wringer.extension.leak.watch.Gauge;
import io.wringer.leak.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What grew in every window.
 *
 * @param instances classes of which there are more and more objects
 * @param bytes classes whose objects take more and more bytes while their number stays
 * @param gauges numbers other than of the heap
 */
record Suspicion(List<Series> instances, List<Series> bytes, Map<Gauge, Series> gauges) {

    Suspicion {
        instances = List.copyOf(instances);
        bytes = List.copyOf(bytes);
        gauges = new LinkedHashMap<>(gauges);
    }

    static Suspicion of(LeakSpec spec, Ledger ledger, int from, int to) {
        List<Series> instances = select(spec, ledger.instances(), from, to);
        List<String> names = instances.stream().map(Series::name).toList();
        List<Series> bytes = select(spec, ledger.bytes(), from, to).stream()
                .filter(series -> series.name().startsWith("[") && !names.contains(series.name()))
                .toList();
        Map<Gauge, Series> gauges = ledger.gauges();
        gauges.values().removeIf(series -> !GrowthRule.isSuspect(series, from, to));
        return new Suspicion(instances, bytes, gauges);
    }

    private static List<Series> select(LeakSpec spec, List<Series> all, int from, int to) {
        if (!spec.watches(Resource.HEAP) && !spec.watches(Resource.THREAD_LOCALS)) {
            return List.of();
        }
        return all.stream()
                .filter(series -> GrowthRule.isSuspect(series, from, to))
                .filter(series -> !spec.ignored().test(series.name()) && !Own.isOurs(series.name()))
                .toList();
    }

    /** Returns those that went on growing from one edge to the last. */
    Suspicion confirmed(Ledger ledger, int from, int to, int last) {
        Map<Gauge, Series> still = ledger.gauges();
        still.keySet().retainAll(gauges.keySet());
        still.values().removeIf(series -> !GrowthRule.isConfirmed(series, from, to, last));
        return new Suspicion(
                confirmed(instances, ledger, from, to, last), confirmed(bytes, ledger, from, to, last), still);
    }

    private static List<Series> confirmed(List<Series> suspects, Ledger ledger, int from, int to, int last) {
        return suspects.stream()
                .map(ledger::latest)
                .filter(series -> GrowthRule.isConfirmed(series, from, to, last))
                .toList();
    }

    /** Returns those that grew in the last window as fast as before, or half as fast at least. */
    Suspicion steady(int from, int last) {
        Map<Gauge, Series> still = new LinkedHashMap<>(gauges);
        still.values().removeIf(series -> !GrowthRule.isSteady(series, from, last));
        return new Suspicion(steady(instances, from, last), steady(bytes, from, last), still);
    }

    private static List<Series> steady(List<Series> suspects, int from, int last) {
        return suspects.stream()
                .filter(series -> GrowthRule.isSteady(series, from, last))
                .toList();
    }

    /** Returns those that grew by one for every second operation at least. */
    List<Series> perOperation(int from, int last) {
        return all().stream()
                .filter(series -> series.measure() != Series.Measure.BYTES && series.rate(from, last) >= 0.5)
                .toList();
    }

    boolean isEmpty() {
        return instances.isEmpty() && bytes.isEmpty() && gauges.isEmpty();
    }

    boolean hasHeap() {
        return !instances.isEmpty() || !bytes.isEmpty();
    }

    List<Series> all() {
        List<Series> all = new ArrayList<>(gauges.values());
        all.addAll(instances);
        all.addAll(bytes);
        return all;
    }
}
