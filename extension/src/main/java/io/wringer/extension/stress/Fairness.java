package io.wringer.extension.stress;

import io.wringer.extension.grammar.Rendering;
import io.wringer.extension.verdict.Finding;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells whether a worker starved while the others went on; pure. */
final class Fairness {

    /** A worker with less than this part of the median is starved; monitors alone spread by less than 10. */
    private static final long STARVED = 100;

    /** With fewer operations per worker the counts say nothing. */
    private static final long LEAST_MEDIAN = 1000;

    private static final long LEAST_NANOS = 1_000_000_000;

    private Fairness() {}

    static List<Finding> judge(StressSpec spec, StressObservations observed) {
        boolean comparable = spec.load() instanceof Load.Timed timed
                && timed.threads() == null
                && observed.hung().isEmpty()
                && observed.ending() instanceof Ending.Completed
                && observed.nanos() >= LEAST_NANOS
                && observed.perWorker().size() > 1;
        return comparable ? starved(observed.perWorker()).stream().toList() : List.of();
    }

    private static Optional<Finding> starved(List<Long> counts) {
        List<Long> sorted = counts.stream().sorted().toList();
        long median = sorted.get(sorted.size() / 2);
        long starved = counts.stream().filter(count -> count * STARVED < median).count();
        if (median < LEAST_MEDIAN || starved == 0) {
            return Optional.empty();
        }
        return Optional.of(Finding.failure(
                        StressJudge.LENS,
                        "starved workers",
                        Rendering.number(starved) + " of " + counts.size() + " threads starved: "
                                + Rendering.number(sorted.get(0)) + " operations where the median thread completed "
                                + Rendering.number(median))
                .with("operations per thread: "
                        + Stream.iterate(0, i -> i < counts.size(), i -> i + 1)
                                .map(i -> Rendering.number(counts.get(i)))
                                .collect(Collectors.joining(", "))));
    }
}
