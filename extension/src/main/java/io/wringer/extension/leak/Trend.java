package io.wringer.extension.leak;

import io.wringer.extension.grammar.Rendering;
import io.wringer.extension.grammar.Sizes;
import io.wringer.extension.stats.Interval;
import io.wringer.extension.stats.LeastSquares;
import io.wringer.extension.stats.TheilSen;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How one number of the process moved over the time of a load: straight lines through its values at quiet moments, by
 * Theil and Sen, which outliers don't bend and which judges, and by least squares beside it.
 *
 * @param what the number, for example {@code live heap}
 * @param size whether it counts bytes
 * @param perHour slope of the line
 * @param interval where the slope lies with 95 % confidence
 * @param linear the line of least squares, its slope per hour
 * @param growth from the first value to the last
 * @param bound what speaks against growth without bound
 */
record Trend(
        String what, boolean size, double perHour, Interval interval, LeastSquares linear, long growth, Bound bound) {

    /** With fewer moments nothing is certain at 95 %. */
    private static final int LEAST_MOMENTS = 5;

    /** Before that, a process still loads, compiles and fills. */
    private static final Duration LEAST_SPAN = Duration.ofMinutes(1);

    private static final double FLATTENED = 0.5;
    private static final long LEAST_BYTES = 1 << 20;
    private static final double LEAST_SHARE = 0.01;
    private static final double NANOS_PER_HOUR = Duration.ofHours(1).toNanos();

    /** What speaks against growth without bound. */
    enum Bound {
        /** Nothing. */
        NONE,
        /** There were too few moments, or they lay too close together. */
        TOO_SHORT,
        /** The slope may be zero. */
        UNCERTAIN,
        /** It grew, but the later half grew at less than half the pace. */
        FLATTENED,
        /** It grew by too little to matter. */
        SLIGHT
    }

    /**
     * Judges.
     *
     * @param nanos when the values were taken, rising
     * @param values as many
     * @throws IllegalArgumentException if there are fewer than two different moments
     */
    static Trend of(String what, boolean size, List<Long> nanos, List<Long> values) {
        double[] hours = nanos.stream().mapToDouble(at -> at / NANOS_PER_HOUR).toArray();
        double[] numbers = values.stream().mapToDouble(Long::doubleValue).toArray();
        TheilSen line = TheilSen.fit(hours, numbers);
        long growth = values.get(values.size() - 1) - values.get(0);
        return new Trend(
                what,
                size,
                line.slope(),
                line.slopeInterval(),
                LeastSquares.fit(hours, numbers),
                growth,
                bound(line, size, hours, numbers, growth));
    }

    private static Bound bound(TheilSen line, boolean size, double[] hours, double[] numbers, long growth) {
        double span = (hours[hours.length - 1] - hours[0]) * NANOS_PER_HOUR;
        if (hours.length < LEAST_MOMENTS || span < LEAST_SPAN.toNanos()) {
            return Bound.TOO_SHORT;
        }
        if (line.slopeInterval().lower() <= 0) {
            return Bound.UNCERTAIN;
        }
        if (lately(hours, numbers) < FLATTENED * line.slope()) {
            return Bound.FLATTENED;
        }
        double least = size ? Math.max(LEAST_BYTES, LEAST_SHARE * numbers[0]) : hours.length - 1;
        return growth < least ? Bound.SLIGHT : Bound.NONE;
    }

    /** Returns the slope of the later half. */
    private static double lately(double[] hours, double[] numbers) {
        int from = (hours.length - 1) / 2;
        return TheilSen.fit(
                        Arrays.copyOfRange(hours, from, hours.length),
                        Arrays.copyOfRange(numbers, from, numbers.length))
                .slope();
    }

    boolean isUnbounded() {
        return bound == Bound.NONE;
    }

    /**
     * Renders the slopes: {@code live heap +12.3 MiB per hour (95% confidence 11 MiB to 13 MiB; least squares +12.1 MiB,
     * 98% of the variance)}.
     */
    String render() {
        return what + " " + signed(perHour) + " per hour (" + confidence() + "; least squares " + signed(linear.slope())
                + ", " + Math.round(100 * linear.explained()) + "% of the variance)" + note();
    }

    private String signed(double value) {
        return (value < 0 ? "" : "+") + number(value);
    }

    private String confidence() {
        return Double.isInfinite(interval.lower())
                ? "too few moments for an interval"
                : "95% confidence " + number(interval.lower()) + " to " + number(interval.upper());
    }

    private String note() {
        return switch (bound) {
            case NONE -> ", which does not flatten";
            case TOO_SHORT -> ", too short to be extended";
            case UNCERTAIN -> ", which may be nothing";
            case FLATTENED -> ", which flattens";
            case SLIGHT -> ", which is too little to matter";
        };
    }

    private String number(double value) {
        if (size) {
            return (value < 0 ? "-" : "") + Sizes.render(Math.rint(Math.abs(value)));
        }
        return Math.abs(value) < 100 ? String.format(Locale.ROOT, "%.1f", value) : Rendering.number(Math.rint(value));
    }
}
