package io.wringer.extension.leak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTests {

    private static final Schedule OF_TWO_SECONDS = new Schedule(Bodies.spec(Map.of("wringer.leak.budget", "2s")));

    @ParameterizedTest(name = "of {0} of {1} ms each, {3} fit in after {2} ms")
    @CsvSource({
        "1000,    1,     0, 1000",
        "  74,   50,  5000,   74", // to the end of five budgets there is time for 100
        " 148,   50,  7600,   48",
        " 148,   50, 10000,    0",
        " 148,   50, 12000,    0",
    })
    void aConfirmationIsCutWhereFiveBudgetsEnd(int planned, long millisEach, long spentMillis, int fitting) {
        long each = TimeUnit.MILLISECONDS.toNanos(millisEach);
        long spent = TimeUnit.MILLISECONDS.toNanos(spentMillis);
        assertThat(OF_TWO_SECONDS.fitting(planned, each, spent)).isEqualTo(fitting);
    }

    @ParameterizedTest(name = "after {0} ms, windows of iterations of {1} ms have {3} of them, if scarce {2}")
    @CsvSource({
        " 500,   1, false, 250", // as many as there may be
        " 500,  10, false,  37",
        " 500,   1,  true,  10",
        " 600, 300, false,   1",
        "1200, 300, false,   0",
    })
    void windowsFitIntoWhatIsLeftOfTheBudget(long spentMillis, double millisEach, boolean scarce, int window) {
        double each = millisEach * TimeUnit.MILLISECONDS.toNanos(1);
        long spent = TimeUnit.MILLISECONDS.toNanos(spentMillis);
        assertThat(OF_TWO_SECONDS.window(30, spent, each, scarce)).isEqualTo(window);
    }
}
