package io.wringer.extension.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.extension.grammar.Objective;
import io.wringer.extension.grammar.Objectives;
import java.util.List;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables without threads or clocks: what is lost for certain, and what is not yet. */
class BreachWatchTest {

    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000_000_000;
    private static final Load COUNTED = new Load.Counted(2, null, 1000);
    private static final Load SCHEDULED = new Load.Scheduled(2, Profile.constant(100, 10 * SECOND));
    private static final Load TIMED = new Load.Timed(2, null, 10 * SECOND);

    /** So many operations took 1 ms and so many 100 ms, and so many of them failed. */
    private static Totals totals(long fast, long slow, long failures) {
        Totals totals = new Totals(1);
        Histogram latencies = new Histogram(Latencies.DIGITS);
        latencies.recordValueWithCount(MILLI, fast);
        latencies.recordValueWithCount(100 * MILLI, slow);
        totals.operation(0).add(latencies, null, failures);
        totals.operation(0).range(fast > 0 ? MILLI : 100 * MILLI, slow > 0 ? 100 * MILLI : MILLI);
        return totals;
    }

    private static boolean isLost(Load load, String objective, Totals totals, long late) {
        BreachWatch watch = new BreachWatch(List.of(Objectives.parse(objective)), List.of("get"), load);
        return watch.look(totals, late, SECOND) != null;
    }

    /** Of 1,000 planned operations, 97.5 % of the best possible future say no. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    success >= 99%       | 100 |  0 |  17 | false
                    success >= 99%       | 100 |  0 |  18 | true
                    success >= 99% for get | 100 |  0 |  18 | true
                    success >= 100%      | 100 |  0 |   0 | false
                    success >= 100%      | 100 |  0 |   1 | true
                    success == 100%      | 100 |  0 |   1 | true
                    success <= 50%       | 100 |  0 | 100 | false
                    errors <= 3          | 100 |  0 |   3 | false
                    errors <= 3          | 100 |  0 |   4 | true
                    errors == 0          | 100 |  0 |   1 | true
                    errors < 1%          | 100 |  0 |  17 | false
                    errors < 1%          | 100 |  0 |  18 | true
                    max < 100ms          |  10 |  0 |   0 | false
                    max < 100ms          |  10 |  1 |   0 | true
                    max > 1s             |  10 |  1 |   0 | false
                    min >= 1ms           |  10 |  1 |   0 | false
                    min > 1ms            |  10 |  1 |   0 | true
                    p99 < 50ms           |  80 | 16 |   0 | false
                    p99 < 50ms           |  80 | 18 |   0 | true
                    p50 < 50ms           |   0 | 530 |  0 | false
                    p50 < 50ms           |   0 | 540 |  0 | true
                    p50 > 50ms           | 999 |  0 |   0 | false
                    mean < 1ms           |   0 | 999 |  0 | false
                    throughput >= 1000/s |   0 | 10 |   0 | false
                    """)
    void knowsWhatIsLostOfAnExactNumber(String objective, long fast, long slow, long failures, boolean lost) {
        Totals totals = totals(fast, slow, failures);
        assertThat(isLost(COUNTED, objective, totals, 0)).isEqualTo(lost);
        assertThat(isLost(SCHEDULED, objective, totals, 0)).isEqualTo(lost);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    late starts <= 10   | 10  | false
                    late starts <= 10   | 11  | true
                    late starts == 0    | 1   | true
                    late starts <= 5%   | 50  | false
                    late starts <= 5%   | 80  | true
                    """)
    void knowsWhenTooManyStartsWereLate(String objective, long late, boolean lost) {
        assertThat(isLost(SCHEDULED, objective, totals(100, 0, 0), late)).isEqualTo(lost);
    }

    /** In the first of ten seconds 100 operations were completed: at most 1,800 more are expected. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    success >= 99%  | 80  |  0  | 20 | false
                    success >= 99%  | 70  |  0  | 30 | true
                    max < 100ms     | 99  |  1  | 0  | true
                    p50 < 50ms      |  0  | 100 | 0  | false
                    """)
    void projectsALoadOfAGivenDuration(String objective, long fast, long slow, long failures, boolean lost) {
        assertThat(isLost(TIMED, objective, totals(fast, slow, failures), 0)).isEqualTo(lost);
    }

    @Test
    void nothingIsLostBeforeAnythingIsDone() {
        for (String objective : List.of("success >= 99%", "max < 1ms", "p99 < 1ms", "min > 1s", "errors <= 0")) {
            assertThat(isLost(COUNTED, objective, totals(0, 0, 0), 0)).isFalse();
        }
    }

    /** What is given up as lost must be broken by what was measured so far, and by any end that it could have taken. */
    @Test
    void whatIsLostIsBrokenNowAndAtTheEnd() {
        Random random = new Random(11);
        int lost = 0;
        for (int attempt = 0; attempt < 200; attempt++) {
            int done = 1 + random.nextInt(999);
            int slow = random.nextInt(Math.min(done, 150) + 1);
            int failures = random.nextInt(Math.min(done, 150) + 1);
            for (String text : List.of("p95 < 50ms", "p90 <= 50ms", "success >= 95%", "errors < 10%", "max < 100ms")) {
                Totals now = totals(done - slow, slow, failures);
                if (isLost(COUNTED, text, now, 0)) {
                    lost++;
                    assertThat(isBroken(text, now))
                            .as("%s now: %s of %s", text, slow, done)
                            .isTrue();
                    Totals best = totals(1000 - slow, slow, failures);
                    assertThat(isBroken(text, best))
                            .as("%s at best: %s", text, slow)
                            .isTrue();
                }
            }
        }
        assertThat(lost).isGreaterThan(50);
    }

    private static boolean isBroken(String text, Totals totals) {
        Objective objective = Objectives.parse(text);
        OperationStats stats = new OperationStats("get", totals.all(), Sessions.latencies(), totals.failures());
        return StressJudgeTest.isBroken(objective, stats);
    }
}
