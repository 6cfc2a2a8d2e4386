package io.wringer.extension.leak.watch;

import io.wringer.extension.leak.site.Target;
import io.wringer.extension.leak.site.Targets;
import io.wringer.leak.Resource;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Counts what was left open and became garbage, by whichever collection; what was opened and collected between two looks
 * stays unseen. Between the collections that a check asks for, what is newly open counts as well, until the next one
 * decides.
 */
final class Unclosed {

    private static final List<String> SORTS =
            List.of("file stream", "file channel", "socket", "Inflater", "Deflater", "ZipFile");

    private final Cleanables cleanables;
    private final Map<String, Long> left = new HashMap<>();
    private final Map<Reference<?>, String> open = new HashMap<>();
    private final Set<Reference<?>> collected = new HashSet<>(); // the cleaner may take a while to get to them
    private Set<Reference<?>> inUse;

    Unclosed(Cleanables cleanables) {
        this.cleanables = cleanables;
        look();
        this.inUse = Set.copyOf(open.keySet());
    }

    List<Gauge> gauges() {
        List<Gauge> gauges = new ArrayList<>();
        SORTS.forEach(sort -> gauges.add(new OfSort(this, sort)));
        return gauges;
    }

    private void look() {
        Map<Reference<?>, String> now = cleanables.open();
        open.keySet().removeIf(known -> isGone(known, now));
        collected.retainAll(now.keySet());
        now.keySet().removeAll(collected);
        open.putAll(now);
    }

    private boolean isGone(Reference<?> known, Map<Reference<?>, String> now) {
        boolean listed = now.containsKey(known);
        boolean garbage = listed ? known.refersTo(null) : cleanables.wasCollected(known);
        if (garbage) {
            left.merge(Objects.requireNonNull(open.get(known)), 1L, Long::sum);
            collected.add(known);
        }
        return garbage || !listed;
    }

    private void afterCollection() {
        look();
        inUse = Set.copyOf(open.keySet());
    }

    private long read(String sort) {
        look();
        long fresh = open.entrySet().stream()
                .filter(entry -> entry.getValue().equals(sort) && !inUse.contains(entry.getKey()))
                .count();
        return left.getOrDefault(sort, 0L) + fresh;
    }

    /**
     * What is left of one sort.
     *
     * @param unclosed counts all sorts
     * @param sort the sort
     */
    private record OfSort(Unclosed unclosed, String sort) implements Gauge {

        @Override
        public Resource kind() {
            return Resource.UNCLOSED;
        }

        @Override
        public String unit() {
            return "unclosed " + sort;
        }

        @Override
        public void beforeCollection() {
            if (leads()) {
                unclosed.look();
            }
        }

        @Override
        public void afterCollection() {
            if (leads()) {
                unclosed.afterCollection();
            }
        }

        /** All sorts are counted together. */
        private boolean leads() {
            return sort.equals(SORTS.get(0));
        }

        @Override
        public long read() {
            return unclosed.read(sort);
        }

        @Override
        public List<String> evidence() {
            return List.of("a collection closes them sooner or later, which hides them from a count of descriptors");
        }

        @Override
        public List<Target> targets() {
            return Targets.unclosed(sort);
        }
    }
}
