package io.wringer.extension.leak;

import io.wringer.extension.leak.heap.Growth;
import io.wringer.extension.leak.heap.Growth.Holder;
import io.wringer.extension.leak.heap.HolderPath;
import io.wringer.extension.verdict.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Joins growing classes with growing containers: a failure of the heap needs both. */
final class HeapJudge {

    /** A container explains a class if it took up at least this share of the new objects. */
    private static final double SHARE = 0.1;

    /** New references per iteration that a container of a noisy class must show at least. */
    private static final double PACE_OF_NOISY = 0.5;

    private static final double SWELLING_SHARE = 0.5;
    private static final int MOST_HOLDERS = 5;

    private final LeakSpec spec;

    HeapJudge(LeakSpec spec) {
        this.spec = spec;
    }

    /**
     * Judges.
     *
     * @param unexplained receives classes that grow without a container that does, if no other one is found either
     */
    List<HeapLeak> judge(Suspicion confirmed, Growth growth, int from, int to, List<Finding> unexplained) {
        List<Finding> withoutHolder = new ArrayList<>();
        List<HeapLeak> leaks = new ArrayList<>(accumulating(confirmed.instances(), growth, from, to, withoutHolder));
        leaks.addAll(swelling(confirmed.bytes(), growth, from, to, leaks));
        leaks = Futures.leading(leaks, confirmed.instances(), growth, from, to);
        if (leaks.isEmpty()) {
            unexplained.addAll(withoutHolder);
        }
        return folded(leaks.stream().filter(this::counts).toList());
    }

    /** What hangs below a container that leads already is no finding of its own. */
    private static List<HeapLeak> folded(List<HeapLeak> leaks) {
        List<HeapLeak> leading = new ArrayList<>();
        for (HeapLeak leak : leaks) {
            if (leading.stream().noneMatch(other -> isBelow(leak, other)) && leading.size() < MOST_HOLDERS) {
                leading.add(leak);
            }
        }
        return leading;
    }

    private static boolean isBelow(HeapLeak leak, HeapLeak other) {
        HolderPath path = leak.holder().path();
        HolderPath above = other.holder().path();
        return path.extendsOrEquals(above) || path.render().equals(above.render());
    }

    private List<HeapLeak> accumulating(
            List<Series> suspects, Growth growth, int from, int to, List<Finding> unexplained) {
        Map<HolderPath, Holder> holders = new LinkedHashMap<>();
        Map<HolderPath, List<Series>> classes = new LinkedHashMap<>();
        for (Series series : suspects) {
            long least = least(series, from, to);
            List<Holder> found = growth.holders(series.name(), least).stream()
                    .filter(holder -> !GrowthRule.isNoisy(series) || holder.references() >= least)
                    .toList();
            if (found.isEmpty()) {
                unexplained.add(LeakFindings.unexplained(series));
            }
            for (Holder holder : found) {
                holders.put(holder.path(), holder);
                classes.computeIfAbsent(holder.path(), added -> new ArrayList<>())
                        .add(series);
            }
        }
        int iterations = suspects.isEmpty() ? 1 : suspects.get(0).iterations(from, to);
        return holders.values().stream()
                .map(holder -> new HeapLeak(holder, iterations, false, leadingFirst(holder, classes)))
                .sorted(Comparator.comparingDouble(HeapLeak::bytesPerIteration).reversed())
                .toList();
    }

    /** What the JVM makes and drops at any time is a leak only if its container grows with the iterations themselves. */
    private static long least(Series series, int from, int to) {
        long share = Math.max(2, (long) (series.growth(from, to) * SHARE));
        return GrowthRule.isNoisy(series)
                ? Math.max(share, (long) Math.ceil(series.iterations(from, to) * PACE_OF_NOISY))
                : share;
    }

    private static List<Series> leadingFirst(Holder holder, Map<HolderPath, List<Series>> classes) {
        String leading = holder.path().type();
        return classes.getOrDefault(holder.path(), List.of()).stream()
                .sorted(Comparator.comparing(series -> !series.name().equals(leading)))
                .toList();
    }

    private List<HeapLeak> swelling(
            List<Series> suspects, Growth growth, int from, int to, List<HeapLeak> accumulating) {
        return suspects.stream()
                .flatMap(series -> swollen(series, growth, from, to))
                .filter(leak -> accumulating.stream()
                        .noneMatch(other -> other.holder()
                                .path()
                                .extendsOrEquals(leak.holder().found())))
                .toList();
    }

    private static Stream<HeapLeak> swollen(Series series, Growth growth, int from, int to) {
        long least = (long) (series.growth(from, to) * SWELLING_SHARE);
        return growth.swollen(series.name(), Math.max(1, least)).stream()
                .map(holder -> new HeapLeak(holder, series.iterations(from, to), true, List.of(series)));
    }

    private boolean counts(HeapLeak leak) {
        return spec.watches(leak.kind())
                && leak.bytesPerIteration() > spec.growth()
                && !leak.holder().path().touches(spec.ignored())
                && !leak.holder().path().touchesClass(Own::isOurs)
                && !leak.holder().path().touches(HeapJudge::isBookkeepingOfLoading);
    }

    /** Grows with each class that any thread loads; class loaders and classes are counted on their own. */
    private static boolean isBookkeepingOfLoading(String fieldOrClass) {
        return fieldOrClass.startsWith("java.lang.Module.")
                || fieldOrClass.startsWith("java.lang.module.")
                || fieldOrClass.startsWith("jdk.internal.loader.")
                || fieldOrClass.equals("java.lang.ClassLoader.parallelLockMap")
                || fieldOrClass.equals("java.lang.ClassLoader.package2certs");
    }
}
