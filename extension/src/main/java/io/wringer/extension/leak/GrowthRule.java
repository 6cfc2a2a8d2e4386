package io.wringer.extension.leak;

import io.wringer.extension.leak.Series.Measure;
import java.util.function.IntUnaryOperator;
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

    /** Growth per iteration that nothing but the body makes, of classes that the JVM makes at any time. */
    private static final double PACE_OF_NOISY = 0.5;

    private static final double STEADY_IN_STEPS = 0.2;

    /**
     * With fewer iterations between two counts of objects, the JVM's own comings and goings hide what a body leaks, and
     * walks decide alone.
     */
    static final int COUNTABLE = 256;

    /** By so much arrays of the JVM's own come and go between two counts, at most. */
    private static final int NOISE_BYTES = 16 << 10;

    /** Bytes per iteration by which an array must get larger. */
    private static final double LEAST_SWELLING = 1;

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
     * Tells whether a number that grew in every window went on growing after them.
     *
     * <p>The pace is the median of the windows, which one noisy window does not change.
     */
    static boolean isConfirmed(Series series, int windowsFrom, int windowsTo, int last) {
        double pace = medianPace(series, windowsFrom, windowsTo);
        return last > windowsTo
                && IntStream.range(windowsTo, last).allMatch(edge -> keepsPace(series, edge, edge + 1, pace * STEADY));
    }

    /** Tells whether there were more and more objects of a class from each count to the next, beyond the usual noise. */
    static boolean goesOn(Series series) {
        double pace = Math.max(series.rate(0, 1) * STEADY, isNoisy(series) ? PACE_OF_NOISY : 0);
        return IntStream.range(0, series.edges() - 1).allMatch(edge -> keepsPace(series, edge, edge + 1, pace))
                && (!isNoisy(series)
                        || !isBurst(series.rate(series.edges() - 2, series.edges() - 1), series.rate(0, 1)));
    }

    /** Tells the same of bytes, in which classes of arrays grow in steps. */
    static boolean goesOnInSteps(Series bytes) {
        return IntStream.range(0, bytes.edges() - 1)
                .allMatch(edge -> bytes.growth(edge, edge + 1) >= leastBytes(bytes, edge, edge + 1)
                        && keepsPace(bytes, edge, edge + 1, bytes.rate(0, 1) * STEADY_IN_STEPS));
    }

    /**
     * Tells whether a container goes on taking up references. Walks count exactly, so that no noise is allowed for.
     *
     * @param references at each walk
     * @param at iterations at each walk
     */
    static boolean accumulates(long[] references, int[] at) {
        return references[1] - references[0] >= LeakSpec.WINDOWS && keepsPace(references, at, STEADY, walk -> walk - 1);
    }

    /**
     * Tells whether an array goes on getting larger. What is enlarged by a factor may keep its size from one walk to the
     * next, but not while the number of iterations doubles.
     */
    static boolean swells(long[] bytes, int[] at) {
        return bytes[1] - bytes[0] >= Math.max(LEAST_BYTES_EACH, (at[1] - at[0]) * LEAST_SWELLING)
                && keepsPace(bytes, at, STEADY_IN_STEPS, walk -> doubledAt(at, walk));
    }

    /** Tells whether each walk saw so much more than the one before. */
    static boolean growsEachTime(long[] values, long least) {
        return IntStream.range(1, values.length).allMatch(walk -> values[walk] - values[walk - 1] >= least);
    }

    /** Returns the latest walk before which there were half as many iterations, or else the walk before. */
    private static int doubledAt(int[] at, int walk) {
        return IntStream.range(0, walk)
                .filter(earlier -> at[walk] >= 2 * at[earlier])
                .max()
                .orElse(walk - 1);
    }

    /** Tells whether each walk saw growth, at the pace of the first two, since the one that it is compared with. */
    private static boolean keepsPace(long[] values, int[] at, double share, IntUnaryOperator comparedWith) {
        double pace = (double) (values[1] - values[0]) / (at[1] - at[0]);
        return IntStream.range(2, values.length).allMatch(walk -> {
            int earlier = comparedWith.applyAsInt(walk);
            double rate = (double) (values[walk] - values[earlier]) / (at[walk] - at[earlier]);
            return values[walk] != values[earlier] && rate >= share * pace && !isBurst(rate, pace);
        });
    }

    private static boolean isBurst(double rate, double pace) {
        return rate > pace * BURST;
    }

    private static boolean keepsPace(Series series, int from, int to, double pace) {
        return series.growth(from, to) >= Math.max(1, pace * series.iterations(from, to));
    }

    /** Tells whether so much comes with the iterations that nothing but the body makes it. */
    static boolean isPaceOfABody(long growth, int iterations) {
        return growth >= iterations * PACE_OF_NOISY;
    }

    /** Tells whether growth of a class is so much that it is followed even where no container shows it. */
    static boolean isStrong(Series series) {
        return !isNoisy(series) || series.rate(0, series.edges() - 1) >= PACE_OF_NOISY;
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

    /**
     * Returns how many bytes per iteration an array must swell by to be seen for certain.
     *
     * @param iterations between the two counts of objects
     */
    static double smallestSwelling(int iterations) {
        return iterations < COUNTABLE ? LEAST_SWELLING : Math.max(LEAST_SWELLING, (double) NOISE_BYTES / iterations);
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
