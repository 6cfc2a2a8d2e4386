package io.wringer.extension.leak;

import io.wringer.extension.leak.Series.Measure;
import java.util.stream.IntStream;

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

    /** What grows so many times faster all at once is loaded or filled just then, and not leaked. */
    private static final double BURST = 4;

    private static final double STEADY_IN_STEPS = 0.2;
    private static final long LEAST_BYTES = 1024;
    private static final long LEAST_BYTES_EACH = 16;

    private GrowthRule() {}

    /** Tells whether something may grow for good, judged by the windows from one edge to another. */
    static boolean isSuspect(Series series, int from, int to) {
        return series.measure() == Measure.BYTES ? growsInSteps(series, from, to) : growsInEvery(series, from, to);
    }

    /** Tells whether there are so many more objects that there may be more after every window of a closer look. */
    static boolean isWorthALook(Series series, int from, int to) {
        return series.growth(from, to) >= LeakSpec.WINDOWS;
    }

    /** Tells whether bytes grew by more than as many average objects of the class take as came in addition. */
    static boolean isWorthALook(Series bytes, Series instances, int from, int to) {
        double average = (double) bytes.values().get(from)
                / Math.max(1, instances.values().get(from));
        double explained = Math.max(0, instances.growth(from, to)) * average;
        return bytes.growth(from, to) - explained >= leastBytes(bytes, from, to);
    }

    /** Tells whether nothing worth mention was lost in any window. */
    static boolean neverShrinks(Series bytes, int from, int to) {
        return IntStream.range(from, to).allMatch(edge -> bytes.growth(edge, edge + 1) > -LEAST_BYTES);
    }

    /**
     * Tells whether a suspect of the windows before an edge went on growing after it.
     *
     * <p>The pace is the median of the windows, which one noisy window does not change.
     */
    static boolean isConfirmed(Series series, int windowsFrom, int windowsTo, int last) {
        if (last <= windowsTo) {
            return false;
        }
        if (series.measure() == Measure.BYTES) {
            double pace = series.rate(windowsFrom + 1, windowsTo);
            return IntStream.range(windowsTo, last)
                    .allMatch(edge -> keepsPace(series, edge, edge + 1, pace * STEADY_IN_STEPS)
                            && series.growth(edge, edge + 1) >= leastBytes(series, edge, edge + 1));
        }
        double pace = medianPace(series, windowsFrom, windowsTo);
        return isNoisy(series)
                ? keepsPace(series, windowsTo, last, pace * STEADY)
                        && keepsPace(series, last - 1, last, pace * STEADY) // noise dies away, a leak doesn't
                        && series.rate(last - 1, last) <= pace * BURST
                : IntStream.range(windowsTo, last).allMatch(edge -> keepsPace(series, edge, edge + 1, pace * STEADY));
    }

    private static boolean keepsPace(Series series, int from, int to, double pace) {
        return series.growth(from, to) >= Math.max(1, pace * series.iterations(from, to));
    }

    /** Of these classes the JVM and the test's surroundings make and drop some at any time. */
    static boolean isNoisy(Series series) {
        return series.measure() == Measure.INSTANCES
                && (series.name().startsWith("[") || series.name().startsWith("java."));
    }

    static double medianPace(Series series, int from, int to) {
        double[] paces = IntStream.range(from, to)
                .mapToDouble(edge -> series.rate(edge, edge + 1))
                .sorted()
                .toArray();
        int middle = paces.length / 2;
        return paces.length % 2 == 1 ? paces[middle] : (paces[middle - 1] + paces[middle]) / 2;
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
        long grown = IntStream.range(from, to)
                .filter(edge -> series.growth(edge, edge + 1) >= 1)
                .count();
        boolean all = grown == to - from;
        // noise may hide a steady leak in one window; the walk of the heap tells them apart
        boolean butOne = isNoisy(series) && grown >= to - from - 1 && medianPace(series, from, to) >= STEADY;
        return to > from && (all || butOne);
    }

    /** Leaves out the first of several windows, in which something may still be set up. */
    private static boolean growsInSteps(Series series, int from, int to) {
        int settled = to - from > 2 ? from + 1 : from;
        int grown = 0;
        for (int edge = settled; edge < to; edge++) {
            grown += series.growth(edge, edge + 1) > 0 ? 1 : 0;
        }
        return grown * 2 >= to - settled && series.growth(settled, to) >= leastBytes(series, settled, to);
    }

    private static long leastBytes(Series series, int from, int to) {
        return Math.min(LEAST_BYTES, series.iterations(from, to) * LEAST_BYTES_EACH);
    }
}
