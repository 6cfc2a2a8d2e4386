package io.wringer.extension.stress;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** What all workers measured, collected by the coordinator; used by its thread alone. */
final class Totals {

    /** Groups are merged when they are this many, so that a long run of failures takes no more memory. */
    private static final int MERGE_AT = 1000;

    private final List<OfOperation> operations = new ArrayList<>();
    private final Histogram lag = new Histogram(Latencies.FEWER_DIGITS);
    private final Histogram interval = new Histogram(Latencies.DIGITS);
    private List<FailureGroup> failureGroups = new ArrayList<>();
    private long intervalFailures;

    Totals(int operations) {
        for (int i = 0; i < operations; i++) {
            this.operations.add(new OfOperation());
        }
    }

    /** The totals of one operation. */
    final class OfOperation {
        private final Histogram latency = new Histogram(Latencies.DIGITS);
        private final Histogram service = new Histogram(Latencies.FEWER_DIGITS);
        private long failures;
        private long min = Long.MAX_VALUE;
        private long max;

        void add(AbstractHistogram addedLatency, @Nullable AbstractHistogram addedService, long addedFailures) {
            latency.add(addedLatency);
            interval.add(addedLatency);
            if (addedService != null) {
                service.add(addedService);
            }
            failures += addedFailures;
            intervalFailures += addedFailures;
        }

        /** Widens the exact range, which the histogram knows to three digits only. */
        void range(long shortest, long longest) {
            min = Math.min(min, shortest);
            max = Math.max(max, longest);
        }

        /** Returns what was measured so far. */
        Latencies latencies() {
            return Latencies.copyOf(latency, min, max);
        }

        void addFailure() {
            failures++;
            intervalFailures++;
        }

        Histogram latency() {
            return latency;
        }

        Histogram service() {
            return service;
        }

        long failures() {
            return failures;
        }
    }

    OfOperation operation(int index) {
        return operations.get(index);
    }

    Histogram lag() {
        return lag;
    }

    /** Returns the latencies since {@link #resetInterval()}. */
    Histogram interval() {
        return interval;
    }

    long intervalFailures() {
        return intervalFailures;
    }

    void resetInterval() {
        interval.reset();
        intervalFailures = 0;
    }

    /** Forgets everything, after the warm-up. */
    void reset() {
        for (OfOperation operation : operations) {
            operation.latency.reset();
            operation.service.reset();
            operation.failures = 0;
            operation.min = Long.MAX_VALUE;
            operation.max = 0;
        }
        lag.reset();
        failureGroups.clear();
        resetInterval();
    }

    void add(List<FailureGroup> groups) {
        failureGroups.addAll(groups);
        if (failureGroups.size() > MERGE_AT) {
            failureGroups = new ArrayList<>(FailureGroup.merge(failureGroups));
        }
    }

    List<FailureGroup> failureGroups() {
        return FailureGroup.merge(failureGroups);
    }

    /** Returns the latencies of all operations together. */
    Latencies all() {
        Histogram latency = new Histogram(Latencies.DIGITS);
        operations.forEach(operation -> latency.add(operation.latency));
        return Latencies.copyOf(
                latency,
                operations.stream().mapToLong(o -> o.min).min().orElse(0),
                operations.stream().mapToLong(o -> o.max).max().orElse(0));
    }

    /** Returns the service times of all operations together. */
    Latencies allServiceTimes() {
        Histogram service = new Histogram(Latencies.FEWER_DIGITS);
        operations.forEach(operation -> service.add(operation.service));
        return Latencies.copyOf(service);
    }

    long count() {
        return operations.stream().mapToLong(o -> o.latency.getTotalCount()).sum();
    }

    long failures() {
        return operations.stream().mapToLong(OfOperation::failures).sum();
    }

    long longest() {
        return operations.stream().mapToLong(o -> o.max).max().orElse(0);
    }
}
