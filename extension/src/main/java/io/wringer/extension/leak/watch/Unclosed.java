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
import java.util.Set;

/**
 * Counts what was left open and became garbage, by whichever collection; what was opened and collected between two looks
 * stays unseen, so there is a look between iterations now and then. Between the collections that a check asks for, what is newly open counts as well, until the next one
 * decides.
 */
final class Unclosed {

    private static final String EXECUTOR = "executor";

    private static final List<String> SORTS = List.of(
            "file stream",
            "file channel",
            "socket",
            "Inflater",
            "Deflater",
            "ZipFile",
            "zip file system",
            "HTTP stream",
            EXECUTOR);

    /** How many times as long as a glimpse the pause after it is: 1.5 percent of the time are spent on glimpses. */
    private static final long GLIMPSE_PAUSES = 65;

    private final List<Openables> sources;
    private final Map<String, Long> left = new HashMap<>();
    private final Map<Reference<?>, Listed> open = new HashMap<>();
    private final Set<Reference<?>> collected = new HashSet<>(); // the cleaner may take a while to get to them
    private Set<Reference<?>> inUse;
    private long nextGlimpse = System.nanoTime();

    Unclosed(List<Openables> sources) {
        this.sources = List.copyOf(sources);
        look();
        this.inUse = Set.copyOf(open.keySet());
    }

    /** Returns the gauges of some kinds; the first of them leads, since all sorts are counted together. */
    List<Gauge> gauges(Set<Resource> kinds) {
        List<Gauge> gauges = new ArrayList<>();
        for (String sort : SORTS) {
            if (kinds.contains(kind(sort))) {
                gauges.add(new OfSort(this, sort, gauges.isEmpty()));
            }
        }
        return gauges;
    }

    private static Resource kind(String sort) {
        return sort.equals(EXECUTOR) ? Resource.EXECUTORS : Resource.UNCLOSED;
    }

    /** Looks as often as costs the code under test next to nothing. */
    private void glimpse() {
        long start = System.nanoTime();
        if (start - nextGlimpse >= 0) {
            look();
            long end = System.nanoTime();
            nextGlimpse = end + (end - start) * GLIMPSE_PAUSES;
        }
    }

    private void look() {
        Map<Reference<?>, Listed> now = new HashMap<>();
        for (Openables source : sources) {
            source.open().forEach((reference, sort) -> now.put(reference, new Listed(sort, source)));
        }
        open.entrySet().removeIf(known -> isGone(known.getKey(), known.getValue(), now.containsKey(known.getKey())));
        collected.retainAll(now.keySet());
        now.keySet().removeAll(collected);
        open.putAll(now);
    }

    private boolean isGone(Reference<?> known, Listed as, boolean listed) {
        boolean garbage = listed ? known.refersTo(null) : as.source().wasCollected(known);
        if (garbage) {
            left.merge(as.sort(), 1L, Long::sum);
            collected.add(known);
        }
        return garbage || !listed;
    }

    private void afterCollection() {
        sources.forEach(Openables::settle);
        look();
        inUse = Set.copyOf(open.keySet());
    }

    private long read(String sort) {
        look();
        long fresh = open.entrySet().stream()
                .filter(entry -> entry.getValue().sort().equals(sort) && !inUse.contains(entry.getKey()))
                .count();
        return left.getOrDefault(sort, 0L) + fresh;
    }

    /**
     * Something open.
     *
     * @param sort what it is
     * @param source which list knows it
     */
    private record Listed(String sort, Openables source) {}

    /**
     * What is left of one sort.
     *
     * @param unclosed counts all sorts
     * @param sort the sort
     * @param leads whether this one tells of collections
     */
    private record OfSort(Unclosed unclosed, String sort, boolean leads) implements Gauge {

        @Override
        public Resource kind() {
            return Unclosed.kind(sort);
        }

        @Override
        public String unit() {
            return sort.equals(EXECUTOR) ? "dropped executor" : "unclosed " + sort;
        }

        @Override
        public void beforeCollection() {
            if (leads) {
                unclosed.look();
            }
        }

        @Override
        public void afterCollection() {
            if (leads) {
                unclosed.afterCollection();
            }
        }

        @Override
        public void betweenIterations() {
            if (leads) {
                unclosed.glimpse();
            }
        }

        @Override
        public long read() {
            return unclosed.read(sort);
        }

        @Override
        public List<String> evidence() {
            return List.of(
                    sort.equals(EXECUTOR)
                            ? "a collection shuts them down sooner or later, which hides them from a count of threads"
                            : "a collection closes them sooner or later, which hides them from a count of descriptors");
        }

        @Override
        public List<Target> targets() {
            return Targets.unclosed(sort);
        }
    }
}
