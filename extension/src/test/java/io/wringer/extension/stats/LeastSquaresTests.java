package io.wringer.extension.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Lines with known slopes. */
class LeastSquaresTests {

    @Test
    void fitsPointsOnALine() {
        LeastSquares line = LeastSquares.fit(new double[] {1, 2, 4}, new double[] {5, 7, 11});

        assertThat(line).isEqualTo(new LeastSquares(2, 3, 1));
    }

    /** Worked by hand: means 2 and 8/3, sums xx = 2, xy = 1, yy = 2/3. */
    @Test
    void fitsPointsBesideALine() {
        LeastSquares line = LeastSquares.fit(new double[] {1, 2, 3}, new double[] {2, 3, 3});

        assertThat(line.slope()).isEqualTo(0.5, within(1e-12));
        assertThat(line.intercept()).isEqualTo(5.0 / 3, within(1e-12));
        assertThat(line.explained()).isEqualTo(0.75, within(1e-12));
    }

    @Test
    void aLevelHasNoSlope() {
        assertThat(LeastSquares.fit(new double[] {1, 2}, new double[] {4, 4})).isEqualTo(new LeastSquares(0, 4, 1));
    }

    @Test
    void needsTwoPositions() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LeastSquares.fit(new double[] {1, 1}, new double[] {1, 2}));
        assertThatIllegalArgumentException().isThrownBy(() -> LeastSquares.fit(new double[] {1, 2}, new double[] {1}));
    }
}
