package io.wringer.extension.stats;

import java.util.Arrays;

/**
 * A straight line through points that a few outliers don't bend: the median of the slopes between all pairs (Theil 1950;
 * Sen, Journal of the American Statistical Association 63, 1968), with Sen's confidence interval of the slope from the
 * normal approximation of Kendall's statistic.
 *
 * @param slope the median of the slopes
 * @param slopeInterval 95 % confidence; unbounded when there are too few points
 */
public record TheilSen(double slope, Interval slopeInterval) {

    /**
     * Fits the line.
     *
     * @param x positions, not all the same
     * @param y values, as many
     * @throws IllegalArgumentException if there are fewer than two different positions
     */
    public static TheilSen fit(double[] x, double[] y) {
        if (x.length != y.length) {
            throw new IllegalArgumentException(x.length + " positions and " + y.length + " values");
        }
        double[] slopes = slopes(x, y);
        if (slopes.length == 0) {
            throw new IllegalArgumentException("a slope needs two different positions");
        }
        return new TheilSen(median(slopes), interval(slopes, x.length));
    }

    private static double[] slopes(double[] x, double[] y) {
        double[] slopes = new double[x.length * (x.length - 1) / 2];
        int count = 0;
        for (int i = 0; i < x.length; i++) {
            for (int j = i + 1; j < x.length; j++) {
                if (x[i] != x[j]) {
                    slopes[count++] = (y[j] - y[i]) / (x[j] - x[i]);
                }
            }
        }
        double[] result = Arrays.copyOf(slopes, count);
        Arrays.sort(result);
        return result;
    }

    private static Interval interval(double[] slopes, int points) {
        double spread = Math.sqrt(points * (points - 1.0) * (2.0 * points + 5) / 18);
        double half = Interval.NORMAL_QUANTILE * spread;
        int lower = (int) Math.floor((slopes.length - half) / 2) - 1;
        int upper = (int) Math.ceil((slopes.length + half) / 2);
        return new Interval(
                lower < 0 ? Double.NEGATIVE_INFINITY : slopes[lower],
                upper >= slopes.length ? Double.POSITIVE_INFINITY : slopes[upper]);
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
