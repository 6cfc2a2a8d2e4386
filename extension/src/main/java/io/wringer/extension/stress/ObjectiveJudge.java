package io.wringer.extension.stress;

import io.wringer.extension.grammar.Durations;
import io.wringer.extension.grammar.Metric;
import io.wringer.extension.grammar.Metric.Standard;
import io.wringer.extension.grammar.Objective;
import io.wringer.extension.grammar.Rates;
import io.wringer.extension.grammar.Rendering;
import io.wringer.extension.grammar.Sizes;
import io.wringer.extension.grammar.Unit;
import io.wringer.extension.stats.Interval;
import io.wringer.extension.stats.Proportions;
import io.wringer.extension.stats.SampleSize;
import io.wringer.extension.stats.TheilSen;
import io.wringer.extension.stress.StressObservations.LiveHeap;
import io.wringer.extension.stress.StressObservations.Metered;
import io.wringer.extension.verdict.Finding;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** Judges one objective; pure. */
final class ObjectiveJudge {

    private static final String CONFIDENCE = "95% confidence ";

    private final Objective objective;
    private final StressObservations observed;
    private final OperationStats stats;

    private ObjectiveJudge(Objective objective, StressObservations observed, OperationStats stats) {
        this.objective = objective;
        this.observed = observed;
        this.stats = stats;
    }

    /** Returns a finding unless the objective is met. */
    static Optional<Finding> judge(Objective objective, StressObservations observed) {
        String operation = objective.operation();
        OperationStats stats = operation == null ? observed.total() : observed.operation(operation);
        if (stats == null) {
            throw new IllegalArgumentException("no operation " + operation); // checked before the load
        }
        return new ObjectiveJudge(objective, observed, stats).judge();
    }

    private Optional<Finding> judge() {
        if (objective.metric() instanceof Standard standard) {
            return standard(standard);
        }
        if (objective.metric() instanceof Metric.Quantile quantile) {
            return stats.count() == 0 ? noSamples() : quantile(quantile.quantile());
        }
        return custom();
    }

    private Optional<Finding> standard(Standard metric) {
        return switch (metric) {
            case MAX ->
                stats.count() == 0 ? noSamples() : exact(stats.latencies().max());
            case MIN ->
                stats.count() == 0 ? noSamples() : exact(stats.latencies().min());
            case MEAN -> stats.count() == 0 ? noSamples() : mean();
            case SUCCESS -> stats.count() == 0 ? noSamples() : share(stats.successes(), stats.count());
            case ERRORS -> stats.count() == 0 ? noSamples() : errors();
            case THROUGHPUT -> stats.count() == 0 ? noSamples() : exact(observed.throughput(stats));
            case RATE ->
                starts().map(starts -> exact((double) starts.started() / starts.planned()))
                        .orElseGet(() -> unknown("the load has no planned starts"));
            case LATE_STARTS ->
                starts().map(this::lateStarts).orElseGet(() -> unknown("the load has no planned starts"));
            case ALLOCATION -> allocation();
            case HEAP_GROWTH -> heapGrowth();
            case HEAP -> heap();
            case THREADS -> threads();
            case GC_PAUSE_P99 -> gcPause();
            case CPU -> cpu();
        };
    }

    // Latency

    private Optional<Finding> quantile(double quantile) {
        Interval interval = stats.latencies().quantileInterval(quantile);
        double below = stats.latencies().shareUpTo(objective.limit().value());
        return statistical(
                (double) stats.latencies().quantile(quantile),
                interval,
                SampleSize.deciding(below, quantile),
                stats.count());
    }

    private Optional<Finding> mean() {
        if (stats.count() == 1) {
            return undecided("the mean of one operation has no confidence interval; more operations would decide it");
        }
        Interval interval = stats.latencies().meanInterval();
        double half = interval.upper() - stats.latencies().mean();
        double distance = Math.abs(stats.latencies().mean() - objective.limit().value());
        double needed = Math.ceil(stats.count() * (half / distance) * (half / distance));
        OptionalLong size = needed < 1e15 ? OptionalLong.of((long) needed) : OptionalLong.empty();
        return statistical(stats.latencies().mean(), interval, size, stats.count());
    }

    // Success

    private Optional<Finding> errors() {
        return objective.limit().unit() == Unit.COUNT
                ? exact(stats.failures())
                : share(stats.failures(), stats.count());
    }

    private Optional<Finding> share(long counted, long of) {
        double limit = objective.limit().value();
        double share = (double) counted / of;
        return Decision.isAboutEach(limit)
                ? exact(share)
                : statistical(share, Proportions.interval(of, counted), SampleSize.deciding(share, limit), of);
    }

    // Starts

    private Optional<Starts> starts() {
        return Optional.ofNullable(observed.starts()).filter(starts -> starts.planned() > 0);
    }

    private Optional<Finding> lateStarts(Starts starts) {
        return exact(
                objective.limit().unit() == Unit.COUNT
                        ? starts.late()
                        : (double) starts.late() / Math.max(1, starts.started()));
    }

    // Resources

    private Optional<Finding> allocation() {
        long bytes = 0;
        for (Second second : observed.seconds()) {
            Long allocated = second.resources().allocated();
            if (allocated == null) {
                return unknown("the JVM does not tell what these threads allocate");
            }
            bytes += allocated;
        }
        if (objective.operation() != null) {
            return unknown("allocation is known of all operations together only; remove \"for " + objective.operation()
                    + "\"");
        }
        return observed.total().count() == 0
                ? noSamples()
                : exact((double) bytes / observed.total().count());
    }

    private Optional<Finding> heap() {
        return observed.liveHeap().isEmpty()
                ? unknown("the heap could not be measured while no operation was in flight")
                : exact(observed.liveHeap().stream()
                        .mapToLong(LiveHeap::bytes)
                        .max()
                        .orElseThrow());
    }

    private Optional<Finding> heapGrowth() {
        List<LiveHeap> heap = observed.liveHeap();
        if (heap.size() < 2) {
            return unknown("the heap could not be measured while no operation was in flight");
        }
        if (objective.limit().unit() == Unit.BYTES) {
            return exact(heap.get(heap.size() - 1).bytes() - heap.get(0).bytes());
        }
        boolean perOperation = objective.limit().unit() == Unit.BYTES_PER_OPERATION;
        double[] x = heap.stream()
                .mapToDouble(each -> perOperation ? each.completed() : each.loadNanos() / 3.6e12)
                .toArray();
        double[] y = heap.stream().mapToDouble(LiveHeap::bytes).toArray();
        return exact(TheilSen.fit(x, y).slope());
    }

    private Optional<Finding> threads() {
        return observed.seconds().isEmpty()
                ? noSamples()
                : exact(observed.seconds().stream()
                        .mapToInt(second -> second.resources().threads())
                        .max()
                        .orElseThrow());
    }

    /** Where no collection took place, none paused the program: an upper bound holds. */
    private Optional<Finding> gcPause() {
        boolean none = observed.gcPauses().count() == 0;
        return exact(none ? 0L : observed.gcPauses().quantile(0.99));
    }

    private Optional<Finding> cpu() {
        double used = 0;
        double nanos = 0;
        for (Second second : observed.seconds()) {
            Double cpu = second.resources().cpu();
            if (cpu == null) {
                return unknown("the JVM does not tell its processor time");
            }
            used += cpu * second.nanos();
            nanos += second.nanos();
        }
        return nanos == 0 ? noSamples() : exact(used / nanos);
    }

    private Optional<Finding> custom() {
        Metered metered =
                Objects.requireNonNull(observed.metrics().get(objective.metric().name()));
        if (metered.samples() == 0) {
            return noSamples();
        }
        if (metered.samples() > 0) {
            return share(Math.round(metered.value() * metered.samples()), metered.samples());
        }
        return exact(objective.limit().unit() == Unit.RATE ? metered.perSecond() : metered.value());
    }

    // Decisions

    private Optional<Finding> exact(double measured) {
        return objective.operator().holds(measured, objective.limit().value())
                ? Optional.empty()
                : Optional.of(broken(measured, detail()));
    }

    private Optional<Finding> exact(long measured) {
        return exact((double) measured);
    }

    private String detail() {
        return Rendering.number(stats.count()) + " operations";
    }

    private Optional<Finding> statistical(double measured, Interval interval, OptionalLong deciding, long samples) {
        String detail = CONFIDENCE + render(interval) + ", " + Rendering.number(samples)
                + (objective.metric() instanceof Metric.Custom ? " events" : " operations");
        return switch (Decision.within(
                objective.operator(), interval, objective.limit().value())) {
            case MET -> Optional.empty();
            case BROKEN -> Optional.of(broken(measured, detail));
            case OPEN -> open(measured, detail, deciding);
        };
    }

    private Finding broken(double measured, String detail) {
        return Finding.failure(
                StressJudge.LENS,
                objective.text(),
                subject() + " " + render(measured) + " breaks \"" + objective.text() + "\": " + detail);
    }

    private Optional<Finding> open(double measured, String detail, OptionalLong deciding) {
        String remedy = deciding.isPresent()
                ? "about " + Rendering.number(deciding.getAsLong()) + " would decide it"
                : "no number would decide it, the measured value is the limit";
        return undecided(subject() + " " + render(measured) + ", " + detail + "; " + remedy);
    }

    private Optional<Finding> noSamples() {
        return Optional.of(Finding.failure(
                StressJudge.LENS,
                objective.text(),
                "\"" + objective.text() + "\" has no sample: "
                        + (objective.metric() instanceof Metric.Custom
                                ? "nothing was recorded for "
                                        + objective.metric().name()
                                : "no operation" + ofOperation() + " was completed")));
    }

    private Optional<Finding> unknown(String reason) {
        return inconclusive("can't be checked: " + reason);
    }

    private Optional<Finding> undecided(String reason) {
        return inconclusive("is undecided: " + reason);
    }

    private Optional<Finding> inconclusive(String what) {
        return Optional.of(
                Finding.inconclusive(StressJudge.LENS, objective.text(), "\"" + objective.text() + "\" " + what));
    }

    private String subject() {
        return objective.metric().label() + ofOperation();
    }

    private String ofOperation() {
        return objective.operation() == null ? "" : " of " + objective.operation();
    }

    private String render(Interval interval) {
        if (interval.upper() == Double.POSITIVE_INFINITY) {
            return "from " + render(interval.lower()) + " on";
        }
        return render(interval.lower()) + " to " + render(interval.upper());
    }

    private String render(double value) {
        return switch (objective.limit().unit()) {
            case TIME -> Durations.render(value);
            case SHARE -> Rendering.percent(value);
            case RATE -> Rates.render(value);
            case BYTES -> Sizes.render(value);
            case BYTES_PER_OPERATION -> Sizes.render(value) + "/op";
            case BYTES_PER_HOUR -> Sizes.render(value) + "/h";
            case COUNT -> Rendering.number(value);
        };
    }
}
