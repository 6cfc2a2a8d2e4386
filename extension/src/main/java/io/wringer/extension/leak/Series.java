package io.wringer.extension.leak;

import io.wringer.leak.Resource;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One number at the edges of windows, immutable.
 *
 * @param kind what it counts
 * @param name the class or the unit
 * @param measure instances, bytes or a count
 * @param at how many iterations were done at each edge, rising
 * @param values the number at each edge
 */
record Series(Resource kind, String name, Measure measure, List<Integer> at, List<Long> values) {

    Series {
        at = List.copyOf(at);
        values = List.copyOf(values);
    }

    /** What the values are. */
    enum Measure {
        INSTANCES,
        BYTES,
        COUNT
    }

    int edges() {
        return values.size();
    }

    long growth(int from, int to) {
        return values.get(to) - values.get(from);
    }

    int iterations(int from, int to) {
        return at.get(to) - at.get(from);
    }

    /** Returns growth per iteration between two edges. */
    double rate(int from, int to) {
        return (double) growth(from, to) / iterations(from, to);
    }

    /** Returns the growth of each window. */
    List<Long> increments() {
        return IntStream.range(1, edges())
                .mapToObj(edge -> growth(edge - 1, edge))
                .toList();
    }
}
