package io.wringer.extension.stats;

import java.util.OptionalLong;

/** How many samples would decide a question that the present ones leave open. */
public final class SampleSize {

    private static final double MOST = 1e15;

    private SampleSize() {}

    /**
     * Returns about how many trials would put a limit outside the confidence interval of a share, if the share stays as
     * it was observed.
     *
     * <p>Found from the normal approximation of the binomial test, and exactly where the observed share is 0 or 1.
     *
     * @param observed the share so far
     * @param limit the share to be told from it; between 0 and 1
     * @return the number of trials, empty if no number decides it
     */
    public static OptionalLong deciding(double observed, double limit) {
        boolean extreme = observed == 0 || observed == 1;
        double trials = Math.ceil(extreme ? exact(observed, limit) : approximate(observed, limit));
        return observed == limit || trials > MOST || Double.isNaN(trials)
                ? OptionalLong.empty()
                : OptionalLong.of((long) trials);
    }

    /** Solves {@code share^n = tail}: how probable it is that all trials agree. */
    private static double exact(double observed, double limit) {
        return Math.log(Interval.ERROR_RATE / 2) / (observed == 1 ? Math.log(limit) : Math.log1p(-limit));
    }

    private static double approximate(double observed, double limit) {
        double spread = Math.max(limit * (1 - limit), observed * (1 - observed));
        return square(Interval.NORMAL_QUANTILE / (observed - limit)) * spread;
    }

    private static double square(double value) {
        return value * value;
    }
}
