package io.wringer.extension.report;

import io.wringer.extension.run.Series;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Leaves out points that nobody could see in a chart, but no peak and no trough. */
final class Thinning {

    /** About as many as a chart has pixels across. */
    private static final int BUCKETS = 500;

    /** Below this, nothing is left out. */
    static final int MOST_POINTS = 4 * BUCKETS;

    private Thinning() {}

    /** Thins lines that share their positions, so that they still do. */
    static Chart thin(Chart chart) {
        int points = chart.first().positions().size();
        if (points <= MOST_POINTS) {
            return chart;
        }
        BitSet kept = new BitSet(points);
        kept.set(0);
        kept.set(points - 1);
        for (Series line : chart.lines()) {
            keepExtremes(line.values(), kept);
        }
        return new Chart(chart.lines().stream().map(line -> only(kept, line)).toList());
    }

    private static void keepExtremes(List<? extends @Nullable Number> values, BitSet kept) {
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            int from = (int) ((long) values.size() * bucket / BUCKETS);
            int to = (int) ((long) values.size() * (bucket + 1) / BUCKETS);
            keepExtremes(values, from, to, kept);
        }
    }

    /** A gap is kept, too: it would otherwise be drawn over. */
    private static void keepExtremes(List<? extends @Nullable Number> values, int from, int to, BitSet kept) {
        int lowest = from;
        int highest = from;
        for (int index = from; index < to; index++) {
            if (Double.isNaN(at(index, values))) {
                kept.set(index);
            }
            lowest = at(index, values) < at(lowest, values) || Double.isNaN(at(lowest, values)) ? index : lowest;
            highest = at(index, values) > at(highest, values) || Double.isNaN(at(highest, values)) ? index : highest;
        }
        kept.set(lowest);
        kept.set(highest);
    }

    private static double at(int index, List<? extends @Nullable Number> values) {
        Number value = values.get(index);
        return value == null ? Double.NaN : value.doubleValue();
    }

    private static Series only(BitSet kept, Series line) {
        List<Number> positions = new ArrayList<>();
        List<@Nullable Number> values = new ArrayList<>();
        kept.stream().forEach(index -> {
            positions.add(line.positions().get(index));
            values.add(line.values().get(index));
        });
        return new Series(line.name(), line.unit(), line.over(), line.overUnit(), positions, values);
    }
}
