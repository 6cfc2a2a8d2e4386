package io.wringer.extension.stats;

/**
 * The straight line through points for which the sum of the squared distances is least (Legendre 1805).
 *
 * @param slope of the line
 * @param intercept value of the line at 0
 * @param explained share of the variance that the line explains, from 0 to 1; 1 if all values are the same
 */
public record LeastSquares(double slope, double intercept, double explained) {

    /**
     * Fits the line.
     *
     * @param x positions, not all the same
     * @param y values, as many
     * @throws IllegalArgumentException if there are fewer than two different positions
     */
    public static LeastSquares fit(double[] x, double[] y) {
        if (x.length != y.length) {
            throw new IllegalArgumentException(x.length + " positions and " + y.length + " values");
        }
        double meanX = mean(x);
        double meanY = mean(y);
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            xx += (x[i] - meanX) * (x[i] - meanX);
            xy += (x[i] - meanX) * (y[i] - meanY);
            yy += (y[i] - meanY) * (y[i] - meanY);
        }
        if (!(xx > 0)) {
            throw new IllegalArgumentException("a slope needs two different positions");
        }
        double slope = xy / xx;
        return new LeastSquares(slope, meanY - slope * meanX, yy > 0 ? Math.min(1, slope * xy / yy) : 1);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
