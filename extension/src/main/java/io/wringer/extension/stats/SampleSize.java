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
        double trials = Math.ceil(Math.max(extreme(observed, limit), approximate(observed, limit)));
        return trials > MOST || Double.isNaN(trials) ? OptionalLong.empty() : OptionalLong.of((long) trials);
    }

    private static double approximate(double observed, double limit) {
        double distance = observed - limit;
        double spread = Math.max(limit * (1 - limit), observed * (1 - observed));
        return distance == 0 ? Double.POSITIVE_INFINITY : square(Interval.NORMAL_QUANTILE / distance) * spread;
    }

    private static double extreme(double observed, double limit) {
        double tail = Math.log(Interval.ERROR_RATE / 2);
        if (observed >= 1) {
            return tail / Math.log(limit);
        }
        return observed <= 0 ? tail / Math.log1p(-limit) : 0;
    }

    private static double square(double value) {
        return value * value;
    }
}
