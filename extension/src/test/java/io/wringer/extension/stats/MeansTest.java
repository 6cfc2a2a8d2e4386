package io.wringer.extension.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeansTest {

    /** With a deviation of sqrt(n - 1), half of the interval is the quantile that stands in the tables of Student's t. */
    @ParameterizedTest
    @CsvSource({"2, 12.7062", "3, 4.3027", "11, 2.2281", "31, 2.0423", "121, 1.9799", "1000001, 1.9600"})
    void isTheIntervalOfStudent(long count, double quantile) {
        Interval interval = Means.interval(count, 100, Math.sqrt(count - 1.0));
        assertThat(interval.lower()).isCloseTo(100 - quantile, within(1e-4));
        assertThat(interval.upper()).isCloseTo(100 + quantile, within(1e-4));
    }

    @Test
    void oneValueBoundsNothing() {
        assertThat(Means.interval(1, 5, 0)).isEqualTo(new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));
    }
}
