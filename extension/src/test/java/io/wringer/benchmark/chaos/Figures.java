package io.wringer.benchmark.chaos;

import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/** Medians, and how they are printed. */
final class Figures {

    private Figures() {}

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Returns the median of the ratios of neighbouring rounds. */
    static double ratio(double[] dividends, double[] divisors) {
        return median(ratios(dividends, divisors));
    }

    /** Returns the ratios of neighbouring rounds. */
    static double[] ratios(double[] dividends, double[] divisors) {
        double[] ratios = new double[dividends.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = dividends[i] / divisors[i];
        }
        return ratios;
    }

    /** Returns the ends of the interval that holds the median with 95 %, whatever the distribution: order statistics. */
    static double[] interval(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        BinomialDistribution below = BinomialDistribution.of(sorted.length, 0.5);
        int rank = 0;
        while (below.cumulativeProbability(rank) <= 0.025) {
            rank++;
        }
        return new double[] {sorted[Math.max(0, rank - 1)], sorted[sorted.length - Math.max(1, rank)]};
    }

    /** Prints a figure and tells whether it is within its limit. */
    static boolean atMost(double limit, double value, String what, Object... details) {
        System.out.printf(
                Locale.ROOT,
                "%s: %.4g (limit %.3g)%s%n",
                String.format(Locale.ROOT, what, details),
                value,
                limit,
                value <= limit ? "" : " EXCEEDED");
        return value <= limit;
    }

    /** Prints a figure and tells whether it reaches its limit. */
    static boolean atLeast(double limit, double value, String what, Object... details) {
        System.out.printf(
                Locale.ROOT,
                "%s: %.3g (at least %.3g)%s%n",
                String.format(Locale.ROOT, what, details),
                value,
                limit,
                value >= limit ? "" : " NOT REACHED");
        return value >= limit;
    }
}
