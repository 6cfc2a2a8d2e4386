package io.wringer.extension.stress;

import io.wringer.extension.grammar.Metric;
import io.wringer.extension.grammar.Objective;
import io.wringer.extension.grammar.Unit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells when a success objective can no longer be met, whatever comes; used by the coordinator.
 *
 * <p>Where the number of operations to come is planned, that is certain; for a closed load of a given duration the
 * coming operations are projected at twice the best rate seen so far, all of them successful.
 */
final class BreachWatch {

    private static final double GENEROSITY = 2;

    private final List<Objective> objectives;
    private final List<String> operations;
    private final Load load;
    private double bestRate;
    private long lastCount;
    private long lastNanos;

    BreachWatch(List<Objective> objectives, List<String> operations, Load load) {
        this.objectives =
                objectives.stream().filter(BreachWatch::isAboutSuccess).toList();
        this.operations = operations;
        this.load = load;
    }

    private static boolean isAboutSuccess(Objective objective) {
        return objective.metric() == Metric.Standard.SUCCESS || objective.metric() == Metric.Standard.ERRORS;
    }

    @Nullable
    Ending look(Totals totals, long loadNanos) {
        long toCome = toCome(totals.count(), loadNanos);
        return objectives.stream()
                .filter(objective -> isLost(objective, totals, toCome))
                .findFirst()
                .map(objective -> (Ending) new Ending.Breach(objective.text()))
                .orElse(null);
    }

    private long toCome(long count, long loadNanos) {
        if (loadNanos > lastNanos) {
            bestRate = Math.max(bestRate, (count - lastCount) * 1e9 / (loadNanos - lastNanos));
            lastCount = count;
            lastNanos = loadNanos;
        }
        if (load instanceof Load.Counted counted) {
            return Math.max(0, counted.operations() - count);
        }
        Profile rate = load.rate();
        if (rate != null) {
            return Math.max(0, rate.eventsBefore(rate.nanos()) - count);
        }
        long left = Math.max(0, ((Load.Timed) load).nanos() - loadNanos);
        return (long) Math.ceil(GENEROSITY * bestRate * left / 1e9);
    }

    private boolean isLost(Objective objective, Totals totals, long toCome) {
        String name = objective.operation();
        Totals.OfOperation operation = name == null ? null : totals.operation(operations.indexOf(name));
        long count = operation == null ? totals.count() : operation.latency().getTotalCount();
        long failures = operation == null ? totals.failures() : operation.failures();
        return isLost(objective, count, failures, toCome);
    }

    /** Tells whether an objective is lost even if all operations to come succeed. */
    static boolean isLost(Objective objective, long count, long failures, long toCome) {
        if (failures == 0) {
            return false;
        }
        double bestShare = (double) failures / (count + toCome);
        if (objective.metric() == Metric.Standard.SUCCESS) {
            return !objective.operator().isUpperBound()
                    && !objective
                            .operator()
                            .holds(1 - bestShare, objective.limit().value());
        }
        double best = objective.limit().unit() == Unit.COUNT ? failures : bestShare;
        return objective.operator().isUpperBound()
                && !objective.operator().holds(best, objective.limit().value());
    }
}
