package io.wringer.extension.stats;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * The ranks between which a quantile lies with 95 % confidence, whatever the distribution of the values.
 *
 * <p>The number of values below the quantile {@code q} is binomially distributed, so the order statistics with these
 * ranks enclose it (David and Nagaraja, Order Statistics, 3rd edition, 2003, section 7.1).
 *
 * @param lower rank from 1 on of the lower bound; 0 if too few values bound it from below
 * @param upper rank of the upper bound; one more than there are values if too few bound it from above
 */
public record QuantileRanks(long lower, long upper) {

    /** From here on the binomial distribution is read off the normal one; the ranks differ by less than 1 in 10,000. */
    private static final long LARGE = 10_000_000;

    /**
     * Returns the ranks.
     *
     * @param count how many values there are; positive
     * @param quantile between 0 and 1, both excluded
     */
    public static QuantileRanks of(long count, double quantile) {
        return count < LARGE ? exact((int) count, quantile) : normal((double) count, quantile);
    }

    private static QuantileRanks exact(int count, double quantile) {
        BinomialDistribution below = BinomialDistribution.of(count, quantile);
        double tail = Interval.ERROR_RATE / 2;
        return new QuantileRanks(below.inverseCumulativeProbability(tail), below.inverseSurvivalProbability(tail) + 1L);
    }

    private static QuantileRanks normal(double count, double quantile) {
        double half = Interval.NORMAL_QUANTILE * Math.sqrt(count * quantile * (1 - quantile));
        return new QuantileRanks(
                Math.max(0, (long) Math.floor(count * quantile - half)),
                Math.min((long) count, (long) Math.ceil(count * quantile + half)) + 1);
    }
}
