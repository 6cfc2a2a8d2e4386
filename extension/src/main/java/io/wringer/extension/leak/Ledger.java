package io.wringer.extension.leak;

import io.wringer.extension.leak.Series.Measure;
import io.wringer.extension.leak.heap.Histogram;
import io.wringer.extension.leak.watch.Gauge;
import io.wringer.leak.Resource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes down all numbers at the edges of windows; takes its memory in advance. */
final class Ledger {

    private static final int MOST_EDGES = 16;

    private final List<Integer> at = new ArrayList<>(MOST_EDGES);
    private final Map<String, long[]> instances = new HashMap<>(8192);
    private final Map<String, long[]> bytes = new HashMap<>(8192);
    private final Map<Gauge, long[]> gauges = new LinkedHashMap<>();

    /** Adds an edge; a gauge that was not there at earlier edges counts with its first value. */
    void add(int iterations, @Nullable Histogram histogram, List<Gauge> read) {
        int edge = at.size();
        at.add(iterations);
        if (histogram != null) {
            histogram.counts().forEach((name, count) -> {
                instances.computeIfAbsent(name, added -> new long[MOST_EDGES])[edge] = count.instances();
                bytes.computeIfAbsent(name, added -> new long[MOST_EDGES])[edge] = count.bytes();
            });
        }
        read.forEach(gauge -> write(gauge, edge, gauge.read()));
    }

    private void write(Gauge gauge, int edge, long value) {
        long[] row = gauges.get(gauge);
        if (row == null) {
            row = new long[MOST_EDGES];
            Arrays.fill(row, value);
            gauges.put(gauge, row);
        }
        row[edge] = value;
    }

    /** Tells whether one more edge fits, with one left for the last. */
    boolean hasRoom() {
        return at.size() < MOST_EDGES - 1;
    }

    int edges() {
        return at.size();
    }

    int iterationsAt(int edge) {
        return at.get(edge);
    }

    List<Series> instances() {
        return of(instances, Measure.INSTANCES);
    }

    List<Series> bytes() {
        return of(bytes, Measure.BYTES);
    }

    Map<Gauge, Series> gauges() {
        Map<Gauge, Series> all = new LinkedHashMap<>();
        gauges.forEach((gauge, row) -> all.put(gauge, series(gauge.kind(), gauge.unit(), Measure.COUNT, row)));
        return all;
    }

    /** Returns the series of one class, as it stands now. */
    Series latest(Series earlier) {
        Map<String, long[]> rows = earlier.measure() == Measure.BYTES ? bytes : instances;
        long[] row = rows.getOrDefault(earlier.name(), new long[MOST_EDGES]);
        return series(earlier.kind(), earlier.name(), earlier.measure(), row);
    }

    private List<Series> of(Map<String, long[]> rows, Measure measure) {
        List<Series> all = new ArrayList<>(rows.size());
        rows.forEach((name, row) -> all.add(series(Resource.HEAP, name, measure, row)));
        return all;
    }

    private Series series(Resource kind, String name, Measure measure, long[] row) {
        return new Series(
                kind,
                name,
                measure,
                at,
                Arrays.stream(row, 0, at.size()).boxed().toList());
    }
}
