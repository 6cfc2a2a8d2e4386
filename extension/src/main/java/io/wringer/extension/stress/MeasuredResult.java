package io.wringer.extension.stress;

import io.wringer.stress.OperationResult;
import io.wringer.stress.StressResult;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Shows the observations to the test; immutable. */
final class MeasuredResult implements StressResult {

    private final StressObservations observed;
    private final OperationResult total;
    private final List<OperationResult> operations;

    MeasuredResult(StressObservations observed) {
        this.observed = observed;
        this.total = new Measured(observed.total(), observed.throughput(observed.total()));
        this.operations = observed.operations().stream()
                .<OperationResult>map(operation -> new Measured(operation, observed.throughput(operation)))
                .toList();
    }

    private record Measured(OperationStats stats, double throughput) implements OperationResult {

        @Override
        public String name() {
            return stats.name();
        }

        @Override
        public long count() {
            return stats.count();
        }

        @Override
        public long failures() {
            return stats.failures();
        }

        @Override
        public Duration percentile(double percent) {
            if (!(percent > 0 && percent <= 100)) {
                throw new IllegalArgumentException(percent + " is not above 0 and at most 100");
            }
            return Duration.ofNanos(measured().quantile(percent / 100));
        }

        @Override
        public Duration min() {
            return Duration.ofNanos(measured().min());
        }

        @Override
        public Duration max() {
            return Duration.ofNanos(measured().max());
        }

        @Override
        public Duration mean() {
            return Duration.ofNanos(Math.round(measured().mean()));
        }

        private Latencies measured() {
            if (count() == 0) {
                throw new IllegalStateException("no operation was completed of " + name());
            }
            return stats.latencies();
        }
    }

    @Override
    public Duration duration() {
        return Duration.ofNanos(observed.nanos());
    }

    @Override
    public List<OperationResult> operations() {
        return operations;
    }

    @Override
    public OperationResult operation(String name) {
        return operations.stream()
                .filter(operation -> operation.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no operation \"" + name + "\" but "
                        + operations.stream().map(OperationResult::name).collect(Collectors.joining(", "))));
    }

    @Override
    public double metric(String name) {
        StressObservations.Metered metered = observed.metrics().get(name);
        if (metered == null) {
            throw new IllegalArgumentException("There is no metric \"" + name + "\" but "
                    + observed.metrics().keySet());
        }
        return metered.value();
    }

    @Override
    public long plannedStarts() {
        Starts starts = observed.starts();
        return starts == null ? 0 : starts.planned();
    }

    @Override
    public long lateStarts() {
        Starts starts = observed.starts();
        return starts == null ? 0 : starts.late();
    }

    @Override
    public long missedStarts() {
        Starts starts = observed.starts();
        return starts == null ? 0 : starts.missed();
    }

    @Override
    public String name() {
        return total.name();
    }

    @Override
    public long count() {
        return total.count();
    }

    @Override
    public long failures() {
        return total.failures();
    }

    @Override
    public double throughput() {
        return total.throughput();
    }

    @Override
    public Duration percentile(double percent) {
        return total.percentile(percent);
    }

    @Override
    public Duration min() {
        return total.min();
    }

    @Override
    public Duration max() {
        return total.max();
    }

    @Override
    public Duration mean() {
        return total.mean();
    }

    @Override
    public String toString() {
        return observed.summary();
    }
}
