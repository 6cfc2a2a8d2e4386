package io.wringer.extension.stats;

import org.apache.commons.statistics.interval.BinomialConfidenceInterval;

/** Confidence intervals of a share that was counted. */
public final class Proportions {

    private Proportions() {}

    /**
     * Returns the exact binomial interval of a share (Clopper and Pearson, Biometrika 26, 1934); beyond the range of
     * {@code int} the Wilson score interval, which is the same there to nine digits.
     *
     * @param trials how many were counted; positive
     * @param successes how many of them count to the share
     */
    public static Interval interval(long trials, long successes) {
        return trials <= Integer.MAX_VALUE
                ? exact((int) trials, (int) successes)
                : wilson((double) trials, (double) successes);
    }

    private static Interval exact(int trials, int successes) {
        var interval = BinomialConfidenceInterval.CLOPPER_PEARSON.fromErrorRate(trials, successes, Interval.ERROR_RATE);
        return new Interval(interval.getLowerBound(), interval.getUpperBound());
    }

    private static Interval wilson(double trials, double successes) {
        double z = Interval.NORMAL_QUANTILE;
        double share = successes / trials;
        double centre = (share + z * z / (2 * trials)) / (1 + z * z / trials);
        double half =
                z / (1 + z * z / trials) * Math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials));
        return new Interval(successes == 0 ? 0 : centre - half, successes == trials ? 1 : centre + half);
    }
}
