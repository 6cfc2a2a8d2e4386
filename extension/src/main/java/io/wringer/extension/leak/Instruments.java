package io.wringer.extension.leak;

import io.wringer.extension.agent.AgentUnavailableException;
import io.wringer.extension.leak.heap.Collector;
import io.wringer.extension.leak.heap.HeapCounter;
import io.wringer.extension.leak.heap.HeapWalker;
import io.wringer.extension.leak.heap.Histogram;
import io.wringer.extension.leak.heap.WalkRefusedException;
import io.wringer.extension.leak.watch.Gauge;
import io.wringer.extension.leak.watch.Gauges;
import io.wringer.extension.leak.watch.Identities;
import io.wringer.extension.leak.watch.Leases;
import io.wringer.extension.leak.watch.Lenders;
import io.wringer.extension.leak.watch.SystemState;
import io.wringer.extension.verdict.Finding;
import io.wringer.leak.Resource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Everything that measures: collector, walker and gauges, as far as this JVM has them. */
final class Instruments {

    private static final Set<Resource> LENT = Set.of(Resource.PERMITS, Resource.LOCKS, Resource.POOLS);

    /** In bytes. */
    private static final int LEAST_OBJECT = 16;

    private final LeakSpec spec;
    private final Probe probe;
    private final List<Object> roots;
    private final List<Object> own;
    private final List<Gauge> gauges;
    private final Lenders lenders;
    private final List<String> unavailable = new ArrayList<>();
    private final Optional<? extends HeapCounter> collector;
    private final boolean narrow;
    private boolean walkedForLenders;
    private long liveObjects;
    private long liveBytes;
    private @Nullable HeapWalker walker;

    Instruments(LeakSpec spec, Probe probe, List<Object> roots, List<Object> own) {
        this(spec, probe, roots, own, Collector.find(), false);
        if (countsObjects(spec) && collector.isEmpty()) {
            unavailable.add("the heap was not watched: this JVM has no gcClassHistogram command");
        }
    }

    private Instruments(
            LeakSpec spec,
            Probe probe,
            List<Object> roots,
            List<Object> own,
            Optional<? extends HeapCounter> collector,
            boolean narrow) {
        this.spec = spec;
        this.probe = probe;
        this.roots = roots;
        this.own = new ArrayList<>(own);
        this.own.add(this);
        this.collector = collector;
        this.narrow = narrow;
        this.gauges = Gauges.of(spec.kinds(), unavailable);
        this.lenders = new Lenders(spec::watches);
    }

    /** Returns instruments that count what they are told and walk from a few objects only. */
    static Instruments rehearsing(LeakSpec spec, List<Object> roots, HeapCounter counter) {
        return new Instruments(spec, new Probe(), roots, List.of(), Optional.of(counter), true);
    }

    /** Tells whether objects are counted. */
    boolean countsObjects() {
        return countsObjects(spec) && collector.isPresent();
    }

    private static boolean countsObjects(LeakSpec spec) {
        return Suspicion.ON_HEAP.stream().anyMatch(spec::watches);
    }

    List<Gauge> gauges() {
        List<Gauge> all = new ArrayList<>(probe.gauges());
        all.addAll(lenders.gauges());
        all.addAll(gauges);
        return all;
    }

    /** Returns those that the warm-up of the JVM does not move. */
    List<Gauge> exactGauges() {
        return gauges().stream().filter(gauge -> !gauge.isEstimate()).toList();
    }

    boolean hasPools() {
        return lenders.hasPools();
    }

    List<String> unavailable() {
        return List.copyOf(unavailable);
    }

    /** Returns how many full collections this took so far. */
    int collections() {
        return collector.<Integer>map(HeapCounter::collections).orElse(0);
    }

    /** Returns how many objects there were at the last count, 0 if none was counted. */
    long liveObjects() {
        return liveObjects;
    }

    /** Returns how many bytes they took. */
    long liveBytes() {
        return liveBytes;
    }

    /** Finds pools, semaphores and locks that are there now and were not before. */
    void findLenders() {
        if (Collections.disjoint(spec.kinds(), LENT)) {
            return;
        }
        try {
            walker().before().found().forEach(lenders::add);
            walkedForLenders = true;
        } catch (AgentUnavailableException | WalkRefusedException e) {
            note("pools, permits and locks were not watched: " + e.getMessage());
        }
    }

    /** Tells whether the heap was walked for pools and locks. */
    boolean hasWalkedForLenders() {
        return walkedForLenders;
    }

    /** Collects so many times, which also lets go what waits for a collection, and counts. */
    @Nullable
    Histogram count(int collections) {
        gauges.forEach(Gauge::beforeCollection);
        collector.ifPresent(present -> present.collect(collections));
        gauges.forEach(Gauge::afterCollection);
        return glance();
    }

    /** Counts what is there, garbage included; {@code null} if no kind asks for it. */
    @Nullable
    Histogram glance() {
        return countsObjects(spec) ? histogram() : null;
    }

    private @Nullable Histogram histogram() {
        Histogram histogram = collector.<Histogram>map(HeapCounter::histogram).orElse(null);
        if (histogram != null) {
            liveObjects = histogram.objects();
            liveBytes = histogram.bytes();
        }
        return histogram;
    }

    /** Looks at what a collection would hide. */
    void look() {
        gauges.forEach(Gauge::beforeCollection);
    }

    /** Finds objects that static fields hold, whether or not a thread does. */
    List<HeapWalker.Found> heldByStatics(Predicate<Class<?>> wanted) {
        try {
            requireRoom();
            List<Object> excluded = new ArrayList<>(own);
            excluded.addAll(Identities.listsOfJdk());
            return HeapWalker.ofStatics(excluded, wanted).before().found();
        } catch (AgentUnavailableException | WalkRefusedException e) {
            return List.of(); // nobody can tell, so nothing is excused
        }
    }

    /** Lets gauges look that a collection within a window would make blind. */
    void betweenIterations() {
        gauges.forEach(Gauge::betweenIterations);
    }

    /** Collects without counting. */
    void collect() {
        gauges.forEach(Gauge::beforeCollection);
        collector.ifPresent(present -> present.collect(1));
        gauges.forEach(Gauge::afterCollection);
    }

    /** Tells what of the JVM's state was changed since it was taken down and not restored. */
    List<Finding> changes(SystemState before) {
        if (!spec.watches(Resource.SYSTEM_STATE)) {
            return List.of();
        }
        SystemState now = SystemState.now();
        List<Finding> findings = new ArrayList<>();
        now.changedSince(before).forEach(change -> findings.add(LeakFindings.changed(change)));
        now.addedSince(before)
                .forEach(added -> findings.add(LeakFindings.added(added, spec.isExplicit(Resource.SYSTEM_STATE))));
        return findings;
    }

    /** Returns the walker for pools and growth; one for the whole test, because it learns the classes once. */
    HeapWalker walker() throws AgentUnavailableException, WalkRefusedException {
        requireRoom();
        HeapWalker known = walker;
        if (known == null) {
            known = narrow ? HeapWalker.from(roots) : HeapWalker.open(roots, own, Leases::isLender);
            walker = known;
        }
        return known;
    }

    /** Returns a walker that looks for instances of some classes. */
    HeapWalker walkerFor(Predicate<Class<?>> wanted) throws AgentUnavailableException, WalkRefusedException {
        requireRoom();
        return HeapWalker.open(roots, own, wanted);
    }

    /** Returns a walker that starts at some more objects. */
    HeapWalker walkerWith(List<Object> more) throws AgentUnavailableException, WalkRefusedException {
        requireRoom();
        List<Object> all = new ArrayList<>(roots);
        all.addAll(more);
        return HeapWalker.open(all, own, type -> false);
    }

    /** Counts only if there may be no room, and collects before: what takes it may be garbage. */
    private void requireRoom() throws WalkRefusedException {
        if (liveObjects == 0 && HeapWalker.hasRoom(usedHeap() / LEAST_OBJECT)) {
            return;
        }
        if (liveObjects == 0) {
            histogram();
        }
        if (!HeapWalker.hasRoom(liveObjects)) {
            collect();
            histogram();
            HeapWalker.requireRoom(liveObjects);
        }
    }

    private static long usedHeap() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    void note(String reason) {
        if (!unavailable.contains(reason)) {
            unavailable.add(reason);
        }
    }
}
