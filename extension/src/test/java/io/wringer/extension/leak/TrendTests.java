package io.wringer.extension.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is growth without bound: seconds, megabytes of live heap, and what speaks against it. */
class TrendTests {

    @ParameterizedTest(name = "{0} s, {1} MB: {2}")
    @CsvSource({
        "0 50 100 150 200 250 300, 100 110 120 130 140 150 160, NONE",
        "0 50 100 150 200 250 300, 100 112 119 133 138 151 158, NONE",
        // a cache that fills, and one that has filled
        "0 50 100 150 200 250 300, 100 140 160 170 175 178 179, FLATTENED",
        "0 50 100 150 200 250 300, 100 150 150 150 150 150 150, UNCERTAIN",
        // noise around a level, and a level that sinks
        "0 50 100 150 200 250 300, 100 103 99 101 98 102 100, UNCERTAIN",
        "0 50 100 150 200 250 300, 160 150 140 130 120 110 100, UNCERTAIN",
        // the same leak, seen for ten seconds, and at four moments
        "0 2 4 6 8 10 12, 100 110 120 130 140 150 160, TOO_SHORT",
        "0 100 200 300, 100 120 140 160, TOO_SHORT",
        // less than one percent of what lives
        "0 50 100 150 200 250 300, 1000 1001 1002 1003 1004 1005 1006, SLIGHT",
    })
    void judgesTheLiveHeap(String seconds, String megabytes, Trend.Bound bound) {
        Trend trend = trend("live heap", true, seconds, megabytes, 1 << 20);

        assertThat(trend.bound()).isEqualTo(bound);
        assertThat(trend.isUnbounded()).isEqualTo(bound == Trend.Bound.NONE);
    }

    @ParameterizedTest(name = "{0} s, {1} threads: {2}")
    @CsvSource({
        "0 60 120 180 240 300, 20 21 22 23 24 25, NONE",
        "0 60 120 180 240 300, 20 20 20 21 21 21, UNCERTAIN",
        "0 60 120 180 240 300, 20 30 30 30 30 30, UNCERTAIN",
    })
    void judgesThreads(String seconds, String threads, Trend.Bound bound) {
        assertThat(trend("threads", false, seconds, threads, 1).bound()).isEqualTo(bound);
    }

    @Test
    void saysTheSlopeWithItsInterval() {
        assertThat(trend("live heap", true, "0 50 100 150 200 250 300", "100 110 120 130 140 150 160", 1 << 20)
                        .render())
                .isEqualTo(
                        "live heap +720 MiB per hour (95% confidence 720 MiB to 720 MiB; least squares +720 MiB, 100% of"
                                + " the variance), which does not flatten");
        assertThat(trend("threads", false, "0 60 120 180 240 300", "20 21 22 23 24 25", 1)
                        .render())
                .isEqualTo(
                        "threads +60.0 per hour (95% confidence 60.0 to 60.0; least squares +60.0, 100% of the variance),"
                                + " which does not flatten");
        assertThat(trend("threads", false, "0 60", "20 19", 1).render())
                .isEqualTo("threads -60.0 per hour (too few moments for an interval; least squares -60.0, 100% of the"
                        + " variance), too short to be extended");
    }

    /** One moment in the middle, with garbage in it, widens the spread and bends neither line. */
    @Test
    void saysBothSlopes() {
        Trend trend = trend("live heap", true, "0 50 100 150 200 250 300", "100 110 120 190 140 150 160", 1 << 20);

        assertThat(trend.perHour()).isEqualTo(720.0 * (1 << 20));
        assertThat(trend.linear().slope()).isEqualTo(720.0 * (1 << 20), within(1.0));
        assertThat(trend.linear().explained()).isBetween(0.3, 0.7);
        assertThat(trend.render()).contains("; least squares +720 MiB, ");
    }

    private static Trend trend(String what, boolean size, String seconds, String values, long unit) {
        List<Long> nanos =
                numbers(seconds).stream().map(TimeUnit.SECONDS::toNanos).toList();
        return Trend.of(
                what,
                size,
                nanos,
                numbers(values).stream().map(value -> value * unit).toList());
    }

    private static List<Long> numbers(String text) {
        return Arrays.stream(text.split(" ")).map(Long::valueOf).toList();
    }
}
