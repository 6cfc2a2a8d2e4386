package io.wringer.extension.assertj;

import static io.wringer.extension.assertj.WringerAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wringer.stress.OperationResult;
import io.wringer.stress.StressResult;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class StressResultAssertTest {

    /** A result in which percentile p takes p milliseconds. */
    private record Result(long count, long failures) implements StressResult {

        @Override
        public String name() {
            return "all operations";
        }

        @Override
        public double throughput() {
            return 250;
        }

        @Override
        public Duration percentile(double percent) {
            return Duration.ofNanos((long) (percent * 1_000_000));
        }

        @Override
        public Duration min() {
            return Duration.ofMillis(1);
        }

        @Override
        public Duration max() {
            return Duration.ofMillis(120);
        }

        @Override
        public Duration mean() {
            return Duration.ofMillis(50);
        }

        @Override
        public Duration duration() {
            return Duration.ofSeconds(4);
        }

        @Override
        public List<OperationResult> operations() {
            return List.of(this);
        }

        @Override
        public OperationResult operation(String name) {
            return this;
        }

        @Override
        public double metric(String name) {
            return 0.9;
        }

        @Override
        public long plannedStarts() {
            return 1000;
        }

        @Override
        public long lateStarts() {
            return 0;
        }

        @Override
        public long missedStarts() {
            return failures;
        }
    }

    private final StressResult clean = new Result(1000, 0);
    private final StressResult failing = new Result(1000, 12);
    private final StressResult empty = new Result(0, 0);

    @Test
    void passesWhatHolds() {
        assertThat(clean)
                .p50()
                .isLessThan("51ms")
                .p95()
                .isAtMost("95ms")
                .p99()
                .isGreaterThan("98ms")
                .percentile(99.9)
                .isLessThan("100ms")
                .max()
                .isLessThan("1s")
                .mean()
                .isAtMost("50ms")
                .hasNoFailures()
                .hasNoMissedStarts()
                .hasSuccessOfAtLeast(99.9)
                .hasThroughputOfAtLeast("250/s")
                .hasMetricOfAtLeast("cache hit ratio", 0.9)
                .hasCount(1000);
        assertThat(clean).operation("get").p99().isLessThan("100ms");
    }

    @Test
    void saysWhatDoesNotHold() {
        assertFails(
                () -> assertThat(clean).p99().isLessThan("10ms"),
                "Expected p99 of all operations to be less than 10ms but was 99 ms");
        assertFails(
                () -> assertThat(clean).percentile(99.9).isAtMost("10ms"),
                "Expected p99.9 of all operations to be at most 10ms but was 99.9 ms");
        assertFails(
                () -> assertThat(failing).hasNoFailures(),
                "Expected no failures of all operations but 12 of 1,000 failed");
        assertFails(
                () -> assertThat(failing).hasSuccessOfAtLeast(99),
                "Expected success of all operations to be at least 99% but was 98.8% (12 of 1,000 failed)");
        assertFails(
                () -> assertThat(clean).hasThroughputOfAtLeast("1000/s"),
                "Expected throughput of all operations to be at least 1,000/s but was 250/s");
        assertFails(
                () -> assertThat(failing).hasNoMissedStarts(), "Expected no missed starts but 12 of 1,000 were missed");
        assertFails(
                () -> assertThat(clean).hasMetricOfAtLeast("cache hit ratio", 0.98),
                "Expected cache hit ratio to be at least 0.98 but was 0.90");
        assertFails(() -> assertThat(clean).hasCount(5), "Expected 5 of all operations but there were 1,000");
    }

    @Test
    void nothingMeasuredIsNeverGreen() {
        String message = "Expected measurements of all operations but no operation was completed";
        assertFails(() -> assertThat(empty).hasNoFailures(), message);
        assertFails(() -> assertThat(empty).p99().isLessThan("1h"), message);
        assertFails(() -> assertThat(empty).hasSuccessOfAtLeast(0), message);
    }

    private static void assertFails(ThrowingCallable assertion, String message) {
        assertThatThrownBy(assertion).isInstanceOf(AssertionError.class).hasMessage(message);
    }
}
