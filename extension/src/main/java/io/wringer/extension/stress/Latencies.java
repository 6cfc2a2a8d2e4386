package io.wringer.extension.stress;

import io.wringer.extension.stats.Interval;
import io.wringer.extension.stats.QuantileRanks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** A distribution of times in nanoseconds with three significant digits, its ends exact; immutable. */
final class Latencies {

    /** Keeps any value within 0.1 %. */
    static final int DIGITS = 3;

    private static final int TICKS_PER_HALF = 5;

    private final Histogram histogram;
    private final long min;
    private final long max;

    private Latencies(Histogram histogram, long min, long max) {
        this.histogram = histogram;
        this.min = min;
        this.max = max;
    }

    static Latencies copyOf(AbstractHistogram histogram) {
        return copyOf(histogram, histogram.getMinValue(), histogram.getMaxValue());
    }

    /** Copies a histogram whose smallest and largest value are known exactly. */
    static Latencies copyOf(AbstractHistogram histogram, long min, long max) {
        Histogram copy = new Histogram(DIGITS);
        copy.add(histogram);
        return new Latencies(copy, min, max);
    }

    static Latencies of(long... nanos) {
        Histogram histogram = new Histogram(DIGITS);
        for (long value : nanos) {
            histogram.recordValue(value);
        }
        return new Latencies(
                histogram,
                Arrays.stream(nanos).min().orElse(0),
                Arrays.stream(nanos).max().orElse(0));
    }

    long count() {
        return histogram.getTotalCount();
    }

    long quantile(double quantile) {
        return within(histogram.getValueAtPercentile(quantile * 100));
    }

    long max() {
        return max;
    }

    long min() {
        return min;
    }

    double mean() {
        return histogram.getMean();
    }

    /** Returns the 95 % confidence interval of the mean, from the central limit theorem. */
    Interval meanInterval() {
        double half = 1.96 * histogram.getStdDeviation() / Math.sqrt(Math.max(1.0, (double) count()));
        return new Interval(mean() - half, mean() + half);
    }

    /** Returns the 95 % confidence interval of a quantile, from the order statistics. */
    Interval quantileInterval(double quantile) {
        QuantileRanks ranks = QuantileRanks.of(count(), quantile);
        return new Interval(
                ranks.lower() < 1 ? 0 : atRank(ranks.lower()),
                ranks.upper() > count() ? Double.POSITIVE_INFINITY : atRank(ranks.upper()));
    }

    /** Returns the share of values that are not above a limit. */
    double shareUpTo(double limit) {
        return (double) histogram.getCountBetweenValues(0, (long) limit) / count();
    }

    /** Returns percentiles from 0 to 100, ever denser towards 100, as many as a chart needs. */
    List<Double> percentiles() {
        List<Double> result = new ArrayList<>();
        for (HistogramIterationValue value : histogram.percentiles(TICKS_PER_HALF)) {
            result.add(value.getPercentileLevelIteratedTo());
        }
        return result;
    }

    private long within(long value) {
        return Math.max(min, Math.min(max, value));
    }

    private long atRank(long rank) {
        long seen = 0;
        for (HistogramIterationValue value : histogram.recordedValues()) {
            seen += value.getCountAddedInThisIterationStep();
            if (seen >= rank) {
                return within(value.getValueIteratedTo());
            }
        }
        return max();
    }
}
