package io.wringer.extension.leak;

import io.wringer.extension.leak.heap.Growth;
import io.wringer.extension.leak.heap.Growth.Holder;
import java.util.List;

/**
 * What walks of the heap saw growing steadily.
 *
 * @param growth containers and arrays
 * @param iterations how many lay between the first walk and the last
 * @param quiet whether nothing but the repeated body ran meanwhile; else other threads did, for so long that the JDK's
 *     own containers may have taken up something of their own
 */
record Walked(Growth growth, int iterations, boolean quiet) {

    /** So many references tell a slow leak from a small container that fills slowly, such as one of the last errors. */
    private static final int MANY = 200;

    /** Returns the containers that hold more objects of a class. */
    List<Holder> holders(Series series) {
        return growth.holders(series.name(), 1).stream()
                .filter(holder -> quiet
                        || !GrowthRule.isNoisy(series)
                        || GrowthRule.isPaceOfABody(holder.references(), iterations)
                        || countsThoughSlow(holder))
                .toList();
    }

    /** Of what threads and static fields of the JDK hold, only what comes with the operations counts. */
    private static boolean countsThoughSlow(Holder holder) {
        return !holder.path().isOfJdk() && holder.references() >= MANY;
    }

    /** Returns the holders of arrays of a class that got larger. */
    List<Holder> swollen(Series series) {
        return growth.swollen(series.name(), 1);
    }
}
