package io.wringer.extension.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProportionsTest {

    /** Solved for with sums of binomial probabilities; 10 of 20 and 0 of 10 stand in the tables of textbooks. */
    @ParameterizedTest
    @CsvSource({
        "10, 0, 0, 0.308497",
        "10, 1, 0.002529, 0.445016",
        "10, 10, 0.691503, 1",
        "20, 10, 0.271958, 0.728042",
        "29, 14, 0.294486, 0.674685",
        "100, 5, 0.016432, 0.112835",
        "1000, 950, 0.934610, 0.962665",
        "1000, 1000, 0.996318, 1",
        "100000, 99950, 0.999341, 0.999629",
    })
    void isTheIntervalOfClopperAndPearson(long trials, long successes, double lower, double upper) {
        Interval interval = Proportions.interval(trials, successes);
        assertThat(interval.lower()).isCloseTo(lower, within(1e-6));
        assertThat(interval.upper()).isCloseTo(upper, within(1e-6));
    }

    @ParameterizedTest
    @CsvSource({"1", "2147483647", "2147483648", "9000000000000"})
    void theEndsOfTheScaleAreReached(long trials) {
        assertThat(Proportions.interval(trials, 0).lower()).isZero();
        assertThat(Proportions.interval(trials, trials).upper()).isEqualTo(1);
        assertThat(Proportions.interval(trials, 0).upper()).isPositive();
        assertThat(Proportions.interval(trials, trials).lower()).isLessThan(1);
    }

    @Test
    void doesNotJumpWhereTheApproximationBegins() {
        long most = Integer.MAX_VALUE;
        Interval exact = Proportions.interval(most, most / 100 * 99);
        Interval approximate = Proportions.interval(most + 1, most / 100 * 99);
        assertThat(approximate.lower()).isCloseTo(exact.lower(), within(1e-8));
        assertThat(approximate.upper()).isCloseTo(exact.upper(), within(1e-8));
    }
}
