package io.wringer.extension.stress;

import io.wringer.extension.run.Observations;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a load measured; immutable.
 *
 * @param nanos how long the measured load lasted, without pauses
 * @param workers how many callers there were
 * @param total all operations together
 * @param operations each operation, in the order of the plan
 * @param failureGroups the largest first
 * @param aborted operations in which an assumption failed
 * @param warmup operations and failures before the measurement
 * @param starts how the schedule was kept, {@code null} for a closed model
 * @param hung operations that did not end
 * @param ending why the load ended
 * @param perWorker operations completed by each worker
 * @param seconds what happened in each interval
 * @param gcPauses all pauses of the garbage collector
 * @param liveHeap bytes after a full collection at quiescent moments, empty if no objective asked for it
 * @param broken invariants that did not hold
 * @param checkpoints at which nothing was in flight
 * @param skippedCheckpoints at which an operation would not end
 * @param metrics of the test's own by name
 * @param capacity what a search of the highest rate found, {@code null} without one
 */
record StressObservations(
        long nanos,
        int workers,
        OperationStats total,
        List<OperationStats> operations,
        List<FailureGroup> failureGroups,
        long aborted,
        Warmup warmup,
        @Nullable Starts starts,
        List<Hung> hung,
        Ending ending,
        List<Long> perWorker,
        List<Second> seconds,
        Latencies gcPauses,
        List<LiveHeap> liveHeap,
        List<Broken> broken,
        int checkpoints,
        int skippedCheckpoints,
        Map<String, Metered> metrics,
        @Nullable Capacity capacity)
        implements Observations {

    StressObservations {
        operations = List.copyOf(operations);
        failureGroups = List.copyOf(failureGroups);
        hung = List.copyOf(hung);
        perWorker = List.copyOf(perWorker);
        seconds = List.copyOf(seconds);
        liveHeap = List.copyOf(liveHeap);
        broken = List.copyOf(broken);
        metrics = Map.copyOf(metrics);
    }

    /**
     * What happened before the measurement.
     *
     * @param count operations completed
     * @param failures failed ones among them
     * @param groups of the failures
     */
    record Warmup(long count, long failures, List<FailureGroup> groups) {
        static final Warmup NONE = new Warmup(0, 0, List.of());
    }

    /**
     * The heap at a quiescent moment.
     *
     * @param loadNanos time of the load
     * @param completed operations completed by then
     * @param bytes in use after a full collection
     */
    record LiveHeap(long loadNanos, long completed, long bytes) {}

    /**
     * A metric of the test's own.
     *
     * @param value its last value
     * @param perSecond for a counter: how much it grew per second of the load
     * @param samples for a ratio: how many events it counts; else {@link #NOT_COUNTED}
     */
    record Metered(double value, double perSecond, long samples) {
        static final long NOT_COUNTED = -1;

        /** Returns the unit of a chart. */
        String unit() {
            return samples == NOT_COUNTED ? "" : "share";
        }
    }

    /** Successful operations per second. */
    double throughput(OperationStats operation) {
        return nanos == 0 ? 0 : operation.successes() * 1e9 / nanos;
    }

    @Nullable
    OperationStats operation(String name) {
        return operations.stream()
                .filter(operation -> operation.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    StressObservations with(Capacity found) {
        return new StressObservations(
                nanos,
                workers,
                total,
                operations,
                failureGroups,
                aborted,
                warmup,
                starts,
                hung,
                ending,
                perWorker,
                seconds,
                gcPauses,
                liveHeap,
                broken,
                checkpoints,
                skippedCheckpoints,
                metrics,
                found);
    }

    @Override
    public String summary() {
        return Facts.summary(this);
    }

    @Override
    public Map<String, ?> facts() {
        return Facts.of(this);
    }
}
