package io.wringer.extension.leak;

import io.wringer.extension.leak.watch.Gauge;
import io.wringer.leak.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
        Map<Gauge, Series> gauges = grownGauges(edges, 0, edges.last());
        gauges.putAll(grownEstimates(ends));
        return new Suspicion(instances, swellingAtFirstLook(spec, ends, instances), gauges);
    }

    /** Returns the estimates, which are read before and after all windows only, that may have grown in each of them. */
    private static Map<Gauge, Series> grownEstimates(Ledger.Part ends) {
        Map<Gauge, Series> gauges = ends.gauges();
        gauges.entrySet()
                .removeIf(entry -> !entry.getKey().isEstimate()
                        || entry.getValue().growth(0, ends.last())
                                < LeakSpec.WINDOWS * entry.getKey().step());
        return gauges;
    }

    /** Returns the numbers that grew from each edge to the next. */
    static Map<Gauge, Series> grownGauges(Ledger.Part edges, int from, int to) {
        return gauges(edges, series -> GrowthRule.isSuspect(series, from, to));
    }

    private static List<Series> swelling(
            LeakSpec spec, Ledger.Part ledger, List<Series> instances, Predicate<Series> grew) {
        List<String> names = instances.stream().map(Series::name).toList();
        return select(spec, ledger.bytes(), grew).stream()
                .filter(series -> series.name().startsWith("[") && !names.contains(series.name()))
                .toList();
    }

    /**
     * Returns what went on growing.
     *
     * @param gauges edges of windows
     * @param counted edges at which objects were counted
     * @param walked what walks saw, {@code null} if none were possible
     */
    static Suspicion of(LeakSpec spec, Map<Gauge, Series> gauges, Ledger.Part counted, @Nullable Walked walked) {
        Set<String> accumulating = walked == null ? Set.of() : walked.growth().accumulating();
        List<Series> instances = select(
                spec, counted.instances(), series -> accumulating.contains(series.name()) || GrowthRule.goesOn(series));
        return new Suspicion(instances, swelling(spec, counted, instances, walked), gauges);
    }

    private static List<Series> swelling(
            LeakSpec spec, Ledger.Part counted, List<Series> instances, @Nullable Walked walked) {
        if (walked == null) {
            return swelling(spec, counted, instances, GrowthRule::goesOnInSteps);
        }
        Set<String> swelling = walked.growth().swelling();
        return select(spec, counted.bytes(), series -> swelling.contains(series.name()));
    }

    /** Returns the classes that grew. */
    Set<String> heapClasses() {
        return Stream.concat(instances.stream(), bytes.stream())
                .map(Series::name)
                .collect(Collectors.toSet());
    }

    /** Tells whether a class other than these grew so much that it is followed even where no container shows it. */
    boolean isStrongWithout(Set<String> classes) {
        return instances.stream().anyMatch(series -> !classes.contains(series.name()) && GrowthRule.isStrong(series));
    }

    /** Returns a suspicion of nothing but these numbers. */
    static Suspicion ofGauges(Map<Gauge, Series> gauges) {
        return new Suspicion(List.of(), List.of(), gauges);
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

    /** Returns the numbers that went on growing from one edge to the last. */
    Map<Gauge, Series> confirmedGauges(Ledger.Part ledger, int from, int to, int last) {
        Map<Gauge, Series> still = ledger.gauges();
        still.keySet().retainAll(gauges.keySet());
        still.values().removeIf(series -> !GrowthRule.isConfirmed(series, from, to, last));
        return still;
    }

    /** Returns it without some of the classes of which there are more objects. */
    Suspicion withoutInstances(Predicate<Series> dropped) {
        return new Suspicion(instances.stream().filter(dropped.negate()).toList(), bytes, gauges);
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

    /** Tells whether nothing but arrays that get larger is left. */
    boolean onlySwells() {
        return instances.isEmpty() && gauges.isEmpty() && !bytes.isEmpty();
    }

    /** Tells whether there is nothing but more and more objects, of which some thousand more do no harm. */
    boolean onlyAccumulatesObjects() {
        return !instances.isEmpty() && gauges.isEmpty();
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
