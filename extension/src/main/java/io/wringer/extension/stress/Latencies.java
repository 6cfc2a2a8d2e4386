package io.wringer.extension.stress;

import io.wringer.extension.stats.Interval;
import io.wringer.extension.stats.Means;
import io.wringer.extension.stats.QuantileRanks;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** A distribution of times in nanoseconds with two or three significant digits; immutable. */
final class Latencies {

    /** Keeps any latency within 0.1 %. */
    static final int DIGITS = 3;

    /** Keeps what only explains, service times and start lags, within 0.8 %, in an eighth of the memory. */
    static final int FEWER_DIGITS = 2;

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
        Histogram copy = new Histogram(histogram.getNumberOfSignificantValueDigits());
        copy.add(histogram);
        return new Latencies(copy, min, max);
    }

    /** Returns what it would be with some more values, all of them zero. */
    Latencies withFastest(long more) {
        Histogram copy = histogram.copy();
        copy.recordValueWithCount(0, more);
        return new Latencies(copy, more > 0 ? 0 : min, max);
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

    /** Returns the 95 % confidence interval of the mean. */
    Interval meanInterval() {
        Interval interval = Means.interval(count(), mean(), histogram.getStdDeviation());
        return new Interval(Math.max(0, interval.lower()), interval.upper());
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
