package io.wringer.extension.leak.watch;

import io.wringer.extension.leak.heap.HeapWalker.Found;
import io.wringer.leak.Resource;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Pools, semaphores and locks that were found, each once.
 *
 * <p>Semaphores and locks that are held in the same way, such as a semaphore for each tenant in a map, are counted
 * together: a body that loses a permit of another one each time makes none of them grow evenly.
 */
public final class Lenders {

    private final Predicate<Resource> watched;
    private final Map<Integer, WeakReference<Object>> known = new HashMap<>();
    private final Map<List<Object>, Together> groups = new LinkedHashMap<>();

    /**
     * Knows none yet.
     *
     * @param watched whether a kind is watched
     */
    public Lenders(Predicate<Resource> watched) {
        this.watched = watched;
    }

    /** Counts one more, unless it is known or can't be asked. */
    public void add(Found found) {
        Object lender = found.object();
        WeakReference<Object> same = known.put(System.identityHashCode(lender), new WeakReference<>(lender));
        if (same == null || !same.refersTo(lender)) {
            Leases.gauge(found).filter(gauge -> watched.test(gauge.kind())).ifPresent(this::add);
        }
    }

    private void add(Gauge gauge) {
        groups.computeIfAbsent(sort(gauge), added -> new Together(gauge))
                .members
                .add(gauge);
    }

    /** A pool runs dry alone, and its number says how far it was. */
    private static List<Object> sort(Gauge gauge) {
        return gauge.kind() == Resource.POOLS ? List.of(gauge) : List.of(gauge.kind(), gauge.unit(), gauge.evidence());
    }

    /** Returns one gauge for each pool, and one for all semaphores or locks that are held in the same way. */
    public List<Gauge> gauges() {
        return List.copyOf(groups.values());
    }

    /** Tells whether there is a pool. */
    public boolean hasPools() {
        return groups.values().stream().anyMatch(group -> group.kind() == Resource.POOLS);
    }

    /** The sum of what all of them have lent. */
    private static final class Together implements Gauge {

        private final Gauge first;
        private final List<Gauge> members = new ArrayList<>();

        Together(Gauge first) {
            this.first = first;
        }

        @Override
        public Resource kind() {
            return first.kind();
        }

        @Override
        public String unit() {
            return first.unit();
        }

        @Override
        public String lender() {
            return first.lender();
        }

        @Override
        public List<String> evidence() {
            return first.evidence();
        }

        @Override
        public long read() {
            return members.stream().mapToLong(Gauge::read).sum();
        }
    }
}
