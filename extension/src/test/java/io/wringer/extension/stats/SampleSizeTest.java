package io.wringer.extension.stats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleSizeTest {

    /** Without a single failure, n successes show a share p when p^n is at most 2.5 %. */
    @ParameterizedTest
    @CsvSource({
        "1, 0.9, 36",
        "1, 0.99, 368",
        "1, 0.999, 3688",
        "1, 0.9999, 36887",
        "0, 0.01, 368",
        "0, 0.5, 6",
    })
    void isExactWhereNothingWentWrongOrEverything(double observed, double limit, long size) {
        assertThat(SampleSize.deciding(observed, limit)).hasValue(size);
        assertThat(isDecided(size, observed, limit)).isTrue();
        assertThat(isDecided(size - 1, observed, limit)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "0.95, 0.96",
        "0.95, 0.9",
        "0.9, 0.91",
        "0.5, 0.51",
        "0.999, 0.9995",
        "0.01, 0.02",
        "0.001, 0.0009",
        "0.85, 0.95",
    })
    void isAboutRightElsewhere(double observed, double limit) {
        long size = SampleSize.deciding(observed, limit).orElseThrow();
        assertThat(isDecided(2 * size, observed, limit)).isTrue();
        assertThat(isDecided(size / 2, observed, limit)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0.95, 0.95", "1, 1", "0, 0", "0.5, 0.50000001", "NaN, 0.5"})
    void isUnknownWhereNoNumberDecides(double observed, double limit) {
        assertThat(SampleSize.deciding(observed, limit)).isEmpty();
    }

    private static boolean isDecided(long trials, double observed, double limit) {
        Interval interval = Proportions.interval(trials, Math.round(observed * trials));
        return limit < interval.lower() || limit > interval.upper();
    }
}
