package io.wringer.extension.leak;

import io.wringer.extension.leak.heap.Growth;
import io.wringer.extension.leak.heap.Growth.Holder;
import java.util.List;

/**
 * What walks of the heap saw growing.
 *
 * @param growth containers and arrays
 * @param iterations how many lay between the first walk and the last
 * @param steadily whether the walks themselves tell steady growth from other growth; else the counts of classes do, of
 *     which a container must explain a part
 */
record Walked(Growth growth, int iterations, boolean steadily) {

    private static final double SWELLING_SHARE = 0.5;

    /** Returns the containers that hold more objects of a class. */
    List<Holder> holders(Series series) {
        long least = steadily ? 1 : GrowthRule.leastReferences(series, 0, series.edges() - 1);
        return growth.holders(series.name(), least).stream()
                .filter(holder -> !GrowthRule.isNoisy(series) || holder.references() >= least)
                .toList();
    }

    /** Returns the holders of arrays of a class that got larger. */
    List<Holder> swollen(Series series) {
        long least = steadily ? 1 : (long) (series.growth(0, series.edges() - 1) * SWELLING_SHARE);
        return growth.swollen(series.name(), Math.max(1, least));
    }
}
