package io.wringer.extension.leak;

import io.wringer.extension.leak.heap.Growth;
import io.wringer.extension.leak.heap.Growth.Holder;
import io.wringer.extension.leak.heap.HolderPath;
import io.wringer.extension.verdict.Finding;
import io.wringer.leak.Resource;
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

    private static final int MOST_HOLDERS = 5;

    private final LeakSpec spec;

    HeapJudge(LeakSpec spec) {
        this.spec = spec;
    }

    List<Finding> judge(Suspicion confirmed, Growth growth, int from, int to) {
        List<Finding> unexplained = new ArrayList<>();
        List<HeapLeak> accumulating = accumulating(confirmed.instances(), growth, from, to, unexplained);
        List<HeapLeak> swelling = swelling(confirmed.bytes(), growth, from, to, accumulating);
        List<Finding> findings = new ArrayList<>();
        accumulating.stream().filter(this::counts).limit(MOST_HOLDERS).forEach(leak -> findings.add(heap(leak)));
        swelling.stream().filter(this::counts).limit(MOST_HOLDERS).forEach(leak -> findings.add(swells(leak)));
        if (accumulating.isEmpty() && swelling.isEmpty()) {
            findings.addAll(unexplained);
        }
        return findings;
    }

    private List<HeapLeak> accumulating(
            List<Series> suspects, Growth growth, int from, int to, List<Finding> unexplained) {
        Map<HolderPath, Holder> holders = new LinkedHashMap<>();
        Map<HolderPath, List<Series>> classes = new LinkedHashMap<>();
        for (Series series : suspects) {
            long least = Math.max(2, (long) (series.growth(from, to) * SHARE));
            List<Holder> found = growth.holders(series.name(), least);
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
                .map(holder -> new HeapLeak(holder, iterations, leadingFirst(holder, classes)))
                .sorted(Comparator.comparingDouble(HeapLeak::bytesPerIteration).reversed())
                .toList();
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
        long least = (long) (series.growth(from, to) * SHARE);
        return growth.swollen(series.name(), Math.max(1, least)).stream()
                .map(holder -> new HeapLeak(holder, series.iterations(from, to), List.of(series)));
    }

    private boolean counts(HeapLeak leak) {
        HolderPath path = leak.holder().path();
        Resource kind = path.isThreadLocal() ? Resource.THREAD_LOCALS : Resource.HEAP;
        return spec.watches(kind) && leak.bytesPerIteration() > spec.growth() && !path.touches(spec.ignored());
    }

    private Finding heap(HeapLeak leak) {
        return LeakFindings.heap(leak, spec);
    }

    private Finding swells(HeapLeak leak) {
        return leak.referencesPerIteration() > 0 ? LeakFindings.heap(leak, spec) : LeakFindings.swelling(leak, spec);
    }
}
