package io.wringer.extension.stats;

import org.apache.commons.statistics.distribution.TDistribution;

/** Confidence intervals of a mean. */
public final class Means {

    private Means() {}

    /**
     * Returns the interval by Student's distribution (Student, Biometrika 6, 1908), which the central limit theorem carries
     * over to large samples of whatever distribution.
     *
     * @param count how many values there are; one alone bounds nothing
     * @param mean of the values
     * @param deviation root of the mean squared distance of the values from their mean
     */
    public static Interval interval(long count, double mean, double deviation) {
        if (count < 2) {
            return new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        }
        double freedom = count - 1.0;
        double quantile = TDistribution.of(freedom).inverseSurvivalProbability(Interval.ERROR_RATE / 2);
        double half = quantile * deviation / Math.sqrt(freedom);
        return new Interval(mean - half, mean + half);
    }
}
