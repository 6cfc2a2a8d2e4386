package io.wringer.extension.stress;

import io.wringer.extension.grammar.Metric.Standard;
import io.wringer.extension.grammar.Objective;
import io.wringer.extension.verdict.Finding;
import io.wringer.extension.verdict.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Searches the highest rate that meets the objectives: a closed load shows what the callers can do at most, then the
 * interval below is halved.
 *
 * <p>Used once, by the thread of the test.
 */
final class CapacitySearch {

    /** Runs one load. */
    interface Trial {
        StressObservations run(StressSpec spec) throws InterruptedException;
    }

    /** The search ends when the highest rate is known this closely. */
    private static final double PRECISION = 0.05;

    private static final int MOST_STEPS = 10;

    private final StressSpec spec;
    private final List<Objective> searched;
    private final Trial trial;
    private final List<Capacity.Step> steps = new ArrayList<>();
    private @Nullable StressObservations best;
    private @Nullable StressObservations worst;

    CapacitySearch(StressSpec spec, Trial trial) {
        this.spec = spec;
        this.trial = trial;
        this.searched = spec.objectives().stream()
                .filter(objective -> !isAboutCapacity(objective))
                .toList();
    }

    /** What asks for capacity is judged at the end, by what was found. */
    private static boolean isAboutCapacity(Objective objective) {
        return objective.metric() == Standard.THROUGHPUT
                && !objective.operator().isUpperBound();
    }

    /** Returns what was measured at the highest rate that met the objectives, else at the lowest that was tried. */
    StressObservations run() throws InterruptedException {
        StressObservations closed = trial.run(spec);
        if (isBeyondSearch(closed) || closed.total().count() == 0) {
            return closed;
        }
        double possible = closed.total().count() * 1e9 / closed.nanos();
        return search(possible).orElse(closed);
    }

    private Optional<StressObservations> search(double possible) throws InterruptedException {
        double met = 0;
        double broken = possible;
        boolean everBroken = false;
        for (int step = 0; step < MOST_STEPS && broken - met > PRECISION * broken; step++) {
            double rate = (met + broken) / 2;
            StressObservations observed = trial.run(at(rate));
            if (isBeyondSearch(observed)) {
                return Optional.of(observed);
            }
            if (meets(rate, observed)) {
                met = rate;
                best = observed;
            } else {
                broken = rate;
                everBroken = true;
                worst = observed;
            }
        }
        Capacity capacity = new Capacity(met, everBroken ? Double.valueOf(broken) : null, steps);
        return Optional.ofNullable(best != null ? best : worst).map(observed -> observed.with(capacity));
    }

    private boolean meets(double rate, StressObservations observed) {
        Optional<Finding> reason = StressJudge.judge(spec, searched, observed).stream()
                .filter(finding -> finding.severity() != Severity.NOTE)
                .findFirst();
        steps.add(new Capacity.Step(
                rate, reason.isEmpty(), reason.map(Finding::headline).orElse("")));
        return reason.isEmpty();
    }

    /** A load that stood still or broke an invariant is a failure at any rate. */
    private static boolean isBeyondSearch(StressObservations observed) {
        boolean ended = observed.ending() instanceof Ending.Completed || observed.ending() instanceof Ending.Breach;
        return !ended || !observed.hung().isEmpty() || !observed.broken().isEmpty();
    }

    private StressSpec at(double rate) {
        long nanos = ((Load.Timed) spec.load()).nanos();
        Load load = new Load.Scheduled(spec.load().workers(), Profile.constant(rate, nanos));
        return spec.withLoad(load).withWarmup(Duration.ZERO); // the closed load has warmed up
    }
}
