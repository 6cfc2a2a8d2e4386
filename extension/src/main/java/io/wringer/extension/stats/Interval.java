package io.wringer.extension.stats;

/**
 * A confidence interval.
 *
 * @param lower the least plausible value; negative infinity if there is none
 * @param upper the greatest plausible value; positive infinity if there is none
 */
public record Interval(double lower, double upper) {

    /** The error that all intervals of Wringer allow themselves: 5 %, half of it on either side. */
    public static final double ERROR_RATE = 0.05;

    /** The quantile of the normal distribution that belongs to {@link #ERROR_RATE}. */
    static final double NORMAL_QUANTILE = 1.959963984540054;
}
