package io.wringer.extension.stress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArrivalsTest {

    private static final long MILLI = 1_000_000;

    /** 1000/s for 10 s, of which a hundredth is tolerated: what a load that was stopped should have started by then. */
    @ParameterizedTest
    @CsvSource({
        "5000, 5000, 5000",
        "5000, 4950, 4950",
        "5000, 4000, 4900",
        "5000, 5001, 5000",
        "50, 0, 0",
        "50, 10, 10",
        "150, 0, 50",
    })
    void startsThatAreHardlyOverdueAreNotMissedByAStop(long stoppedMillis, long started, long due) {
        Arrivals arrivals = new Arrivals(Profile.constant(1000, 10_000 * MILLI));
        assertThat(arrivals.dueBefore(stoppedMillis * MILLI, started)).isEqualTo(due);
    }

    @Test
    void handsOutEveryStartOnceAndNoneThatIsLongOverdueAtTheEnd() {
        long now = System.nanoTime();
        Profile rate = Profile.constant(1000, 5_000 * MILLI);
        Arrivals arrivals = new Arrivals(rate);
        Phase longOver = Phase.scheduled(now - 3_600_000 * MILLI, 0, rate.nanos(), arrivals);
        assertThat(arrivals.claim(longOver)).isEqualTo(Worker.DONE);
        Phase toCome = Phase.scheduled(now + 3_600_000 * MILLI, 0, rate.nanos(), arrivals);
        for (int start = 0; start < 5_000; start++) {
            assertThat(arrivals.claim(toCome)).isEqualTo(toCome.startedAt() + start * MILLI);
        }
        assertThat(arrivals.claim(toCome)).isEqualTo(Worker.DONE);
    }
}
