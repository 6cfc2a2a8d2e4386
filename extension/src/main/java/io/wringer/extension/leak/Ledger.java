package io.wringer.extension.leak;

import io.wringer.extension.leak.Series.Measure;
import io.wringer.extension.leak.heap.Histogram;
import io.wringer.extension.leak.watch.Gauge;
import io.wringer.leak.Resource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Writes down all numbers at the edges of windows; takes its memory in advance, with the first histogram. */
final class Ledger {

    private static final int MOST_EDGES = 24;

    private final List<Integer> at = new ArrayList<>(MOST_EDGES);
    private final BitSet counted = new BitSet(MOST_EDGES);
    private final Rows instances = new Rows(MOST_EDGES);
    private final Rows bytes = new Rows(MOST_EDGES);
    private final Map<Gauge, long[]> gauges = new LinkedHashMap<>();

    /**
     * Adds an edge; a gauge that was not there at earlier edges counts with its first value.
     *
     * @param histogram {@code null} at an edge at which no objects are counted
     */
    void add(int iterations, @Nullable Histogram histogram, List<Gauge> read) {
        at.add(iterations);
        write(histogram);
        int edge = at.size() - 1;
        read.forEach(gauge -> write(gauge, edge, gauge.read()));
    }

    /** Takes its memory for the classes that there are, so that it is part of the first count. */
    void prepare(@Nullable Histogram histogram) {
        if (histogram != null) {
            histogram.counts().keySet().forEach(name -> {
                instances.row(name);
                bytes.row(name);
            });
            instances.reserve();
            bytes.reserve();
        }
    }

    /** Counts the objects at the last edge again. */
    void recount(int iterations, @Nullable Histogram histogram, List<Gauge> read) {
        int edge = at.size() - 1;
        at.remove(edge);
        instances.clear(edge);
        bytes.clear(edge);
        add(iterations, histogram, read);
    }

    private void write(@Nullable Histogram histogram) {
        int edge = at.size() - 1;
        counted.set(edge, histogram != null);
        if (histogram != null) {
            histogram.counts().forEach((name, count) -> {
                instances.row(name)[edge] = count.instances();
                bytes.row(name)[edge] = count.bytes();
            });
            reserve();
        }
    }

    private void reserve() {
        if (counted.cardinality() == 1) {
            instances.reserve();
            bytes.reserve();
        }
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

    /** Returns the value that a gauge had at an edge, 0 if it was not there. */
    long valueAt(int edge, Gauge gauge) {
        long[] row = gauges.get(gauge);
        return row == null ? 0 : row[edge];
    }

    /** Returns all from an edge on, which is 0 there; grows with what is added. */
    Part since(int edge) {
        return new Part(() -> IntStream.range(edge, at.size()).toArray());
    }

    /** Returns those edges from one on at which objects were counted. */
    Part countedSince(int edge) {
        return new Part(() -> counted.stream().filter(at -> at >= edge).toArray());
    }

    /** Returns some edges, numbered from 0. */
    Part of(int... edges) {
        return new Part(edges::clone);
    }

    /** Some of the edges, numbered from 0. */
    final class Part {

        private final Supplier<int[]> chosen;

        private Part(Supplier<int[]> chosen) {
            this.chosen = chosen;
        }

        int edges() {
            return chosen.get().length;
        }

        int last() {
            return edges() - 1;
        }

        int iterationsAt(int edge) {
            return at.get(chosen.get()[edge]);
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

        /** Returns how many objects of a class there were. */
        Series instancesOf(String name) {
            return series(Resource.HEAP, name, Measure.INSTANCES, instances.rowOrZeros(name));
        }

        private List<Series> of(Rows rows, Measure measure) {
            List<Series> all = new ArrayList<>();
            rows.forEach((name, row) -> all.add(series(Resource.HEAP, name, measure, row)));
            return all;
        }

        private Series series(Resource kind, String name, Measure measure, long[] row) {
            int[] edges = chosen.get();
            return new Series(
                    kind,
                    name,
                    measure,
                    Arrays.stream(edges).mapToObj(at::get).toList(),
                    Arrays.stream(edges).mapToObj(edge -> row[edge]).toList());
        }
    }
}
