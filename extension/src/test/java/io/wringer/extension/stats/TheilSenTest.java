package io.wringer.extension.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TheilSenTest {

    /** The first line holds the data of Sen's paper, whose slope is 4. */
    @ParameterizedTest
    @CsvSource({
        "1 2 3 4 10 12 18, 9 15 19 20 45 55 78, 4, 3.666666666666667, 5",
        "1 2 3 4 5 6 7 8 9 10, 1 3 2 5 4 7 6 9 8 100, 1, 0.714285714285714, 3",
        "0 500 1000 1500 2000 2500 3000, 10 12 11 13 15 14 16, 0.002, 0.001, 0.004",
        "0 1 2 3 4 5 6 7, 5 5 5 5 5 5 5 5, 0, 0, 0",
        "0 1 2 3, 0 1 2 3, 1, -Infinity, Infinity",
        "1 1 2, 3 5 8, 4, -Infinity, Infinity",
    })
    void fits(String x, String y, double slope, double lower, double upper) {
        TheilSen line = TheilSen.fit(numbers(x), numbers(y));
        assertThat(line.slope()).isCloseTo(slope, within(1e-12));
        assertThat(line.slopeInterval().lower()).isEqualTo(lower, within(1e-9));
        assertThat(line.slopeInterval().upper()).isEqualTo(upper, within(1e-9));
    }

    @Test
    void outliersDoNotBendTheLine() {
        double[] x = IntStream.range(0, 30).mapToDouble(i -> i).toArray();
        double[] y = Arrays.stream(x).map(each -> 2 * each + 1).toArray();
        y[3] = 1_000;
        y[17] = -5_000;
        y[29] = 100_000;
        assertThat(TheilSen.fit(x, y).slope()).isEqualTo(2);
    }

    @Test
    void refusesWhatHasNoSlope() {
        assertThatThrownBy(() -> TheilSen.fit(new double[] {1, 1}, new double[] {2, 3}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a slope needs two different positions");
        assertThatThrownBy(() -> TheilSen.fit(new double[] {1, 2}, new double[] {2}))
                .hasMessage("2 positions and 1 values");
    }

    private static double[] numbers(String text) {
        return Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }
}
