package io.wringer.extension.stress;

import io.wringer.extension.grammar.Metric;
import io.wringer.extension.grammar.Metric.Standard;
import io.wringer.extension.grammar.Objective;
import io.wringer.extension.grammar.Unit;
import io.wringer.extension.stats.Interval;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells when an objective can no longer be met; used by the coordinator.
 *
 * <p>An objective is lost when it would be judged as broken even if all operations to come succeeded at once. What is lost
 * so is broken by what was measured so far, too: without the operations to come it looks only worse. Where the number of
 * operations to come is planned, this is certain. For a load of a given duration, {@code success} and {@code errors}
 * project them at twice the best rate seen so far; quantiles are then not decided early.
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
        this.objectives = objectives;
        this.operations = operations;
        this.load = load;
    }

    /**
     * Looks for a lost objective.
     *
     * @param totals of all operations so far
     * @param late starts so far
     * @param loadNanos how long the load has lasted
     */
    @Nullable
    Ending look(Totals totals, long late, long loadNanos) {
        observeRate(totals.count(), loadNanos);
        long toCome = toCome(totals.count(), loadNanos);
        return objectives.stream()
                .filter(objective -> isLost(objective, totals, late, toCome))
                .findFirst()
                .map(objective -> (Ending) new Ending.Breach(objective.text()))
                .orElse(null);
    }

    private void observeRate(long count, long loadNanos) {
        if (loadNanos > lastNanos) {
            bestRate = Math.max(bestRate, (count - lastCount) * 1e9 / (loadNanos - lastNanos));
            lastCount = count;
            lastNanos = loadNanos;
        }
    }

    private long toCome(long count, long loadNanos) {
        if (load instanceof Load.Timed timed) {
            long left = Math.max(0, timed.nanos() - loadNanos);
            return (long) Math.ceil(GENEROSITY * bestRate * left / 1e9);
        }
        return Math.max(0, planned() - count);
    }

    private long planned() {
        Profile rate = load.rate();
        return rate == null ? ((Load.Counted) load).operations() : rate.eventsBefore(rate.nanos());
    }

    private boolean isLost(Objective objective, Totals totals, long late, long toCome) {
        if (objective.metric() == Standard.LATE_STARTS) {
            return load instanceof Load.Scheduled && isLost(objective, late, planned() - late);
        }
        String name = objective.operation();
        return name == null
                ? isLost(objective, totals.count(), totals.failures(), totals::all, toCome)
                : isLost(objective, totals.operation(operations.indexOf(name)), toCome);
    }

    private boolean isLost(Objective objective, Totals.OfOperation operation, long toCome) {
        long count = operation.latency().getTotalCount();
        return isLost(objective, count, operation.failures(), operation::latencies, toCome);
    }

    private boolean isLost(Objective objective, long count, long failures, Supplier<Latencies> latencies, long toCome) {
        if (count == 0) {
            return false;
        }
        if (objective.metric() instanceof Metric.Quantile quantile) {
            return !(load instanceof Load.Timed) && isLost(objective, quantile.quantile(), latencies.get(), toCome);
        }
        long good = count + toCome - failures;
        return objective.metric() instanceof Standard standard
                && switch (standard) {
                    case MAX ->
                        objective.operator().isUpperBound()
                                && isBroken(objective, latencies.get().max());
                    case MIN ->
                        objective.operator().isLowerBound()
                                && isBroken(objective, latencies.get().min());
                    case SUCCESS -> isSuccessLost(objective, failures, good);
                    case ERRORS -> isLost(objective, failures, good);
                    default -> false;
                };
    }

    private static boolean isLost(Objective objective, double quantile, Latencies latencies, long toCome) {
        Interval best = latencies.withFastest(toCome).quantileInterval(quantile);
        return objective.operator().isUpperBound()
                && Decision.within(objective.operator(), best, objective.limit().value()) == Decision.BROKEN;
    }

    private static boolean isSuccessLost(Objective objective, long bad, long good) {
        double limit = objective.limit().value();
        return (objective.operator().isLowerBound() || limit == 1)
                && Decision.ofShare(objective.operator(), good, good + bad, limit) == Decision.BROKEN;
    }

    /** Tells whether an upper bound of what went wrong is lost if it went well as often as given. */
    private static boolean isLost(Objective objective, long bad, long good) {
        double limit = objective.limit().value();
        boolean upperBound = objective.operator().isUpperBound() || limit == 0;
        return upperBound
                && (objective.limit().unit() == Unit.COUNT
                        ? isBroken(objective, bad)
                        : Decision.ofShare(objective.operator(), bad, bad + good, limit) == Decision.BROKEN);
    }

    private static boolean isBroken(Objective objective, long measured) {
        return Decision.exact(
                        objective.operator(),
                        (double) measured,
                        objective.limit().value())
                == Decision.BROKEN;
    }
}
