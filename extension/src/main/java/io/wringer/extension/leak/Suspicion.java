package io.wringer.extension.leak;

import io.wringer.extension.leak.watch.Gauge;
import io.wringer.leak.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What grew in every window.
 *
 * @param instances classes of which there are more and more objects
 * @param bytes classes whose objects take more and more bytes while their number stays
 * @param gauges numbers other than of the heap
 */
record Suspicion(List<Series> instances, List<Series> bytes, Map<Gauge, Series> gauges) {

    /** Kinds that are found by counting objects. */
    static final Set<Resource> ON_HEAP = Set.of(Resource.HEAP, Resource.THREAD_LOCALS, Resource.FUTURES);

    Suspicion {
        instances = List.copyOf(instances);
        bytes = List.copyOf(bytes);
        gauges = new LinkedHashMap<>(gauges);
    }

    /** Returns what grew from each edge of windows to the next. */
    static Suspicion of(LeakSpec spec, Ledger.Part ledger, int from, int to) {
        Predicate<Series> grew = series -> GrowthRule.isSuspect(series, from, to);
        List<Series> instances = select(spec, ledger.instances(), grew);
        return new Suspicion(instances, swelling(spec, ledger, instances, grew), gauges(ledger, grew));
    }

    /**
     * Returns what may have grown in every window, if one looked closer.
     *
     * @param ends the edges before and after all windows, at which objects were counted
     * @param edges all edges
     */
    static Suspicion atFirstLook(LeakSpec spec, Ledger.Part ends, Ledger.Part edges) {
        Predicate<Series> grew = series -> GrowthRule.isWorthALook(series, 0, ends.last());
        List<Series> instances = select(spec, ends.instances(), grew);
        return new Suspicion(
                instances,
                swellingAtFirstLook(spec, ends, instances),
                gauges(edges, series -> GrowthRule.isSuspect(series, 0, edges.last())));
    }

    private static List<Series> swelling(
            LeakSpec spec, Ledger.Part ledger, List<Series> instances, Predicate<Series> grew) {
        List<String> names = instances.stream().map(Series::name).toList();
        return select(spec, ledger.bytes(), grew).stream()
                .filter(series -> series.name().startsWith("[") && !names.contains(series.name()))
                .toList();
    }

    /**
     * Returns this suspicion with the bytes that grew at the first look: arrays are enlarged in steps, and a few windows
     * may pass without one. An array that swells does not shrink in between, as what a collection leaves unused does.
     */
    Suspicion withSwelling(LeakSpec spec, Ledger.Part ends, Ledger.Part windows, int to) {
        List<Series> swelling = swellingAtFirstLook(spec, ends, instances).stream()
                .filter(series -> GrowthRule.neverShrinks(windows.latest(series), 0, to))
                .toList();
        return new Suspicion(instances, swelling, gauges);
    }

    private static List<Series> swellingAtFirstLook(LeakSpec spec, Ledger.Part ends, List<Series> instances) {
        return swelling(
                spec,
                ends,
                instances,
                series -> GrowthRule.isWorthALook(series, ends.instancesOf(series.name()), 0, ends.last()));
    }

    private static Map<Gauge, Series> gauges(Ledger.Part ledger, Predicate<Series> grew) {
        Map<Gauge, Series> gauges = ledger.gauges();
        gauges.values().removeIf(grew.negate());
        return gauges;
    }

    private static List<Series> select(LeakSpec spec, List<Series> all, Predicate<Series> grew) {
        if (ON_HEAP.stream().noneMatch(spec::watches)) {
            return List.of();
        }
        return all.stream()
                .filter(grew)
                .filter(series -> !spec.ignored().test(series.name()) && !Own.isOurs(series.name()))
                .toList();
    }

    /** Returns those that went on growing from one edge to the last. */
    Suspicion confirmed(Ledger.Part ledger, int from, int to, int last) {
        Map<Gauge, Series> still = ledger.gauges();
        still.keySet().retainAll(gauges.keySet());
        still.values().removeIf(series -> !GrowthRule.isConfirmed(series, from, to, last));
        return new Suspicion(
                confirmed(instances, ledger, from, to, last), confirmed(bytes, ledger, from, to, last), still);
    }

    private static List<Series> confirmed(List<Series> suspects, Ledger.Part ledger, int from, int to, int last) {
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
