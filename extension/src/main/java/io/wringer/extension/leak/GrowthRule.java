package io.wringer.extension.leak;

import io.wringer.extension.leak.Series.Measure;

/**
 * Decides from numbers alone whether something grows for good.
 *
 * <p>Suspicion: it grew in every window. Confirmation: it went on at half that pace at least while the number of
 * iterations was doubled several times, so that a cache that fills or a pool that reaches its size is acquitted. Bytes
 * grow in steps, because arrays are enlarged by a factor; they are judged over doublings only.
 */
final class GrowthRule {

    /** An array that holds twice as much was enlarged at least once, but not evenly. */
    private static final double STEADY = 0.5;

    private static final double STEADY_IN_STEPS = 0.2;
    private static final long LEAST_BYTES = 1024;
    private static final long LEAST_BYTES_EACH = 16;

    private GrowthRule() {}

    /** Tells whether something may grow for good, judged by the windows from one edge to another. */
    static boolean isSuspect(Series series, int from, int to) {
        return series.measure() == Measure.BYTES ? growsInSteps(series, from, to) : growsInEvery(series, from, to);
    }

    /** Tells whether a suspect of the windows before an edge went on growing after it. */
    static boolean isConfirmed(Series series, int windowsFrom, int windowsTo, int last) {
        int settled = series.measure() == Measure.BYTES ? windowsFrom + 1 : windowsFrom;
        double pace = series.rate(settled, windowsTo);
        double least = series.measure() == Measure.BYTES ? STEADY_IN_STEPS : STEADY;
        for (int edge = windowsTo; edge < last; edge++) {
            double needed = Math.max(1, pace * least * series.iterations(edge, edge + 1));
            if (series.growth(edge, edge + 1) < needed) {
                return false;
            }
        }
        return last > windowsTo;
    }

    /** Tells whether the second half of the windows grew at half the pace of the first half at least. */
    static boolean isSteady(Series series, int from, int last) {
        int middle = (from + last) / 2;
        return series.rate(middle, last) >= STEADY * series.rate(from, middle);
    }

    /**
     * Returns the rarest leak of one object that windows would have shown with 95 percent certainty, as iterations per
     * leaked object.
     */
    static double rarestVisible(int windows, int iterationsPerWindow) {
        double certaintyPerWindow = Math.pow(0.95, 1.0 / windows);
        double rate = 1 - Math.pow(1 - certaintyPerWindow, 1.0 / iterationsPerWindow);
        return 1 / rate;
    }

    private static boolean growsInEvery(Series series, int from, int to) {
        for (int edge = from; edge < to; edge++) {
            if (series.growth(edge, edge + 1) < 1) {
                return false;
            }
        }
        return to > from;
    }

    /** Leaves out the first of several windows, in which something may still be set up. */
    private static boolean growsInSteps(Series series, int from, int to) {
        int settled = to - from > 2 ? from + 1 : from;
        int grown = 0;
        for (int edge = settled; edge < to; edge++) {
            grown += series.growth(edge, edge + 1) > 0 ? 1 : 0;
        }
        return grown * 2 >= to - settled
                && series.growth(settled, to)
                        >= Math.min(LEAST_BYTES, series.iterations(settled, to) * LEAST_BYTES_EACH);
    }
}
