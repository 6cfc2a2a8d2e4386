package io.wringer.extension.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantileRanksTest {

    /** From sums of binomial probabilities; those of the median stand in the tables of the sign test. */
    @ParameterizedTest
    @CsvSource({
        "1, 0.5, 0, 2",
        "5, 0.5, 0, 6",
        "6, 0.5, 1, 6",
        "10, 0.5, 2, 9",
        "20, 0.5, 6, 15",
        "25, 0.5, 8, 18",
        "100, 0.5, 40, 61",
        "1000, 0.9, 881, 919",
        "100, 0.99, 97, 101",
        "367, 0.99, 359, 368",
        "368, 0.99, 360, 368",
        "1000, 0.99, 983, 997",
        "10000, 0.999, 9983, 9997",
    })
    void areThoseOfTheBinomialDistribution(long count, double quantile, long lower, long upper) {
        assertThat(QuantileRanks.of(count, quantile)).isEqualTo(new QuantileRanks(lower, upper));
    }

    @ParameterizedTest
    @CsvSource({"0.5", "0.9", "0.99", "0.999", "0.99999"})
    void doNotJumpWhereTheApproximationBegins(double quantile) {
        QuantileRanks exact = QuantileRanks.of(9_999_999, quantile);
        QuantileRanks approximate = QuantileRanks.of(10_000_000, quantile);
        assertThat((double) approximate.lower()).isCloseTo(exact.lower(), within(3.0));
        assertThat((double) approximate.upper()).isCloseTo(exact.upper(), within(3.0));
    }

    @Test
    void encloseTheQuantileAsOftenAsPromised() {
        SplittableRandom random = new SplittableRandom(7);
        QuantileRanks ranks = QuantileRanks.of(200, 0.9);
        int enclosed = 0;
        for (int sample = 0; sample < 2000; sample++) {
            double[] values = random.doubles(200).sorted().toArray();
            enclosed += values[(int) ranks.lower() - 1] <= 0.9 && values[(int) ranks.upper() - 1] >= 0.9 ? 1 : 0;
        }
        assertThat(enclosed).isBetween(1900, 1980); // 95 % are promised, whole ranks give a little more
        assertThat(Arrays.asList(ranks.lower(), ranks.upper())).doesNotContain(0L, 201L);
    }
}
