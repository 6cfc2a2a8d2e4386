package io.wringer.extension.leak;

import io.wringer.extension.leak.heap.HeapWalker;
import io.wringer.extension.leak.watch.Gauge;
import io.wringer.extension.leak.watch.Identities;
import io.wringer.extension.leak.watch.Registered;
import io.wringer.extension.leak.watch.SystemState;
import io.wringer.extension.run.Outcome;
import io.wringer.extension.verdict.Finding;
import io.wringer.leak.Resource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Compares what is open before one execution with what is open after it.
 *
 * <p>One execution can't show whether a second one would add to it. What a static field holds, and no collection does,
 * can't pile up: it is a start for the whole JVM, such as a thread pool that the first test to need it makes, and told as
 * a note. What replaces it without closing it is found when the class is over.
 */
final class OneShot {

    private static final long SETTLE_MILLIS = 1_000;
    private static final long POLL_MILLIS = 10;

    /** What only repeats show. */
    private static final Set<Resource> BY_REPEATS = EnumSet.of(
            Resource.HEAP, Resource.THREAD_LOCALS, Resource.FUTURES, Resource.CLASSES, Resource.NATIVE_MEMORY);

    private final LeakSpec spec;
    private final Probe probe;
    private final Instruments instruments;
    private final SystemState state = SystemState.now();
    private final Map<Gauge, Long> values = new HashMap<>();
    private final Map<Gauge, Map<Object, String>> items = new HashMap<>();

    private OneShot(LeakSpec spec, Probe probe, Instruments instruments) {
        this.spec = spec;
        this.probe = probe;
        this.instruments = instruments;
    }

    /**
     * Looks before.
     *
     * @param owner the session, which walks of the heap leave out
     * @param roots the test instance and its arguments
     */
    static OneShot begin(LeakSpec spec, Probe probe, Object owner, List<Object> roots) {
        OneShot shot = new OneShot(spec, probe, new Instruments(spec, probe, roots, List.of(owner)));
        shot.instruments.findLenders();
        for (Gauge gauge : gauges(shot.instruments)) {
            shot.values.put(gauge, gauge.read());
            shot.items.put(gauge, gauge.items());
        }
        return shot;
    }

    Outcome end() {
        instruments.look(); // before anything below is the occasion of a collection
        instruments.findLenders();
        List<Finding> findings = new ArrayList<>(findings(settled()));
        findings.addAll(instruments.changes(state));
        findings.addAll(Survivors.findings(probe, instruments));
        BY_REPEATS.stream().filter(spec::isExplicit).forEach(kind -> findings.add(LeakFindings.needsRepeats(kind)));
        instruments.unavailable().forEach(reason -> findings.add(Finding.note(LeakFindings.LENS, reason, reason)));
        return new Outcome(LeakFindings.LENS, LeakObservations.once(instruments), findings);
    }

    private List<Finding> findings(List<Gauge> gauges) {
        Map<Gauge, Left> left = new LinkedHashMap<>();
        gauges.forEach(gauge -> left.put(gauge, left(gauge)));
        Map<Gauge, Left> started = started(left);
        started.forEach((gauge, some) -> left.computeIfPresent(gauge, (same, all) -> all.without(some)));
        left.values().removeIf(each -> each.count() <= 0);
        List<Finding> findings = new ArrayList<>();
        leading(left).forEach((gauge, each) -> findings.add(failure(gauge, each, left)));
        leading(started)
                .forEach((gauge, each) -> findings.add(LeakFindings.started(gauge, each.labels(), each.holder())));
        return findings;
    }

    private static Finding failure(Gauge gauge, Left left, Map<Gauge, Left> all) {
        Finding finding = LeakFindings.once(gauge, left.count(), left.labels());
        for (Map.Entry<Gauge, Left> other : all.entrySet()) {
            if (brings(gauge, other.getKey())) {
                finding = finding.with("with it: "
                        + LeakFindings.counted(other.getKey(), other.getValue().count()));
            }
        }
        return SiteSearch.describe(finding, gauge.sites(), SiteSearch.verb(gauge.kind()));
    }

    /** Leaves out what others bring along: a timer its thread, a process its pipes. */
    private static Map<Gauge, Left> leading(Map<Gauge, Left> all) {
        Map<Gauge, Left> leading = new LinkedHashMap<>(all);
        leading.keySet().removeIf(gauge -> all.keySet().stream().anyMatch(lead -> brings(lead, gauge)));
        return leading;
    }

    private static boolean brings(Gauge lead, Gauge other) {
        return other.kind() != Resource.UNCLOSED && Claims.brings(lead.kind(), other.kind());
    }

    /** Returns what static fields hold of what was left. */
    private Map<Gauge, Left> started(Map<Gauge, Left> left) {
        Map<Gauge, Left> started = new LinkedHashMap<>();
        if (left.values().stream().allMatch(each -> each.items().isEmpty())) {
            return started;
        }
        Registered registered = Registered.by(List.copyOf(left.keySet()));
        Predicate<Class<?>> wanted = type -> Identities.isListed(type) || registered.isBehindAny(type);
        for (HeapWalker.Found found : instruments.heldByStatics(wanted)) {
            if (found.path().isBounded(Identities::isLimited)) {
                left.forEach((gauge, each) -> each.items().forEach((identity, label) -> {
                    if (gauge.isItem(identity, found.object()) || registered.isOnly(gauge, identity, found.object())) {
                        started.computeIfAbsent(
                                        gauge, added -> Left.heldBy(found.path().render()))
                                .items()
                                .put(identity, label);
                    }
                }));
            }
        }
        return started;
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
            return new Left(now.size(), now, "");
        }
        long value = gauge.read();
        long start = Objects.requireNonNullElse(values.get(gauge), gauge.startsAtZero() ? 0L : value);
        return new Left(value - start, Map.of(), "");
    }

    private static List<Gauge> gauges(Instruments instruments) {
        return instruments.gauges().stream().filter(Gauge::showsAtOnce).toList();
    }

    /**
     * What is there after an execution and was not there before.
     *
     * @param count how many
     * @param items those that can be listed
     * @param holder the way from a static field to the first of them, empty if none is known
     */
    private record Left(long count, Map<Object, String> items, String holder) {

        static Left heldBy(String holder) {
            return new Left(0, new LinkedHashMap<>(), holder);
        }

        Left without(Left others) {
            Map<Object, String> rest = new LinkedHashMap<>(items);
            rest.keySet().removeAll(others.items().keySet());
            return new Left(rest.size(), rest, holder);
        }

        List<String> labels() {
            return List.copyOf(items.values());
        }
    }
}
