package io.wringer.extension.leak;

import io.wringer.extension.grammar.Durations;
import io.wringer.extension.leak.site.Sites;
import io.wringer.extension.leak.site.Target;
import io.wringer.extension.leak.watch.Gauge;
import io.wringer.extension.verdict.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Confirms or drops a suspicion: doubles the number of iterations several times, or more where they are cheap, which
 * acquits what has a bound, and compares two walks of the heap, which name the container that grows.
 */
final class Confirmation {

    private static final int MOST_SITES = 3;

    /** Libraries keep a second for what is used again at once, and cancel by a queue that forgets at that time. */
    private static final long PATIENCE_MILLIS = 1_200;

    private final LeakSpec spec;
    private final Schedule schedule;
    private final Ledger.Part edges;
    private final Ledger.Part counted;
    private final Walks walks;
    private final Instruments instruments;
    private final Map<Gauge, Set<Object>> known;
    private int stages;

    /**
     * Creates a confirmation.
     *
     * @param edges all since the windows that were counted one by one
     * @param counted all at which objects were counted
     */
    Confirmation(
            LeakSpec spec,
            Schedule schedule,
            Ledger.Part edges,
            Ledger.Part counted,
            Walks walks,
            Instruments instruments,
            Map<Gauge, Set<Object>> known) {
        this.spec = spec;
        this.schedule = schedule;
        this.edges = edges;
        this.counted = counted;
        this.walks = walks;
        this.instruments = instruments;
        this.known = known;
    }

    /** Repeats the body. */
    interface Repeats {
        /** Repeats, collects whenever so many iterations are done, and counts afterwards. */
        void runAndCount(int iterations, int collecting) throws RepeatFailed;

        /** Repeats only. */
        void run(int iterations) throws RepeatFailed;

        /** Returns the time that all repeats took so far. */
        long nanos();
    }

    List<Finding> run(Suspicion suspicion, Repeats repeats) throws RepeatFailed {
        Suspicion left = stages(suspicion, repeats);
        if (left.isEmpty()) {
            return List.of();
        }
        if (stages > 0) {
            return findings(left, repeats);
        }
        return isTrifling(left) ? List.of() : List.of(undecided(left));
    }

    /** Without a stage, what the JDK keeps for itself now and then looks like growth: that alone leaves nothing open. */
    private boolean isTrifling(Suspicion left) {
        List<Finding> unexplained = new ArrayList<>();
        return left.gauges().isEmpty()
                && walks.steadily() != null
                && heapLeaks(left, unexplained).stream().allMatch(HeapLeak::mayBeOfTheJdk)
                && unexplained.isEmpty();
    }

    private Suspicion stages(Suspicion suspicion, Repeats repeats) throws RepeatFailed {
        int windows = edges.iterationsAt(Repetition.TO) - edges.iterationsAt(Repetition.FROM);
        Suspicion left = suspicion;
        for (int i = 0; i < Schedule.STAGES && !left.isEmpty(); i++) {
            int done = executedAt(edges.last());
            int iterations =
                    Schedule.stage(planned(i, done, left, repeats.nanos()), bytesPerIteration(left), freeBytes());
            if (iterations < (left.onlySwells() ? done : windows)) {
                return left;
            }
            // what gets larger the longer nothing is collected is no leak: a table of weak entries
            repeats.runAndCount(iterations, left.onlySwells() ? windows : iterations);
            stages++;
            left = goingOn(left);
        }
        return left;
    }

    private int planned(int stage, int done, Suspicion left, long nanos) {
        int quick = left.onlyAccumulatesObjects()
                ? schedule.quick(stage, executedAt(Repetition.TO), done, nanos / done, nanos)
                : 0;
        return quick > 0 ? quick : schedule.fitting(done, nanos / done, nanos);
    }

    /** JUnit's own execution is one more. */
    private int executedAt(int edge) {
        return edges.iterationsAt(edge) + 1;
    }

    private Suspicion goingOn(Suspicion before) {
        Map<Gauge, Series> gauges = before.confirmedGauges(edges, Repetition.FROM, Repetition.TO, edges.last());
        if (!before.hasHeap()) {
            return Suspicion.ofGauges(gauges);
        }
        walks.take(edges.iterationsAt(edges.last()));
        return Suspicion.of(spec, gauges, counted, walks.steadily());
    }

    private double bytesPerIteration(Suspicion suspicion) {
        if (!suspicion.hasHeap()) {
            return 0;
        }
        return counted.bytes().stream()
                .mapToDouble(series -> Math.max(0, series.rate(0, series.edges() - 1)))
                .sum();
    }

    private static long freeBytes() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    }

    private List<Finding> findings(Suspicion confirmed, Repeats repeats) {
        List<Finding> unexplained = new ArrayList<>();
        List<HeapLeak> leaks = confirmed.hasHeap() ? lasting(heapLeaks(confirmed, unexplained), repeats) : List.of();
        List<Finding> findings = new ArrayList<>();
        List<Claims.Claim> claims = new Claims(spec, confirmed.gauges(), leaks).all(Repetition.FROM, this::fresh);
        for (Claims.Claim claim : claims) {
            findings.add(findings.size() < MOST_SITES ? withSite(claim, repeats) : claim.finding());
        }
        findings.addAll(claims.isEmpty() ? unexplained : List.of());
        return spec.dumps().namedIn(findings, confirmed, leaks);
    }

    private Finding withSite(Claims.Claim claim, Repeats repeats) {
        try (Sites sites = SiteSearch.open(claim.targets())) {
            if (sites == null) {
                return claim.finding();
            }
            repeats.run(SiteSearch.iterations(claim.rate()));
            if (claim.targets().stream().allMatch(Target::needsNoRelease)) {
                instruments.collect(); // only what is still there was leaked
            }
            return claim.verb().isEmpty()
                    ? SiteSearch.describe(claim.finding(), sites.open())
                    : SiteSearch.describe(claim.finding(), sites.open(), claim.verb());
        } catch (RepeatFailed e) {
            return claim.finding().with("the body failed while its sites were looked for: " + e.original());
        }
    }

    private List<String> fresh(Gauge gauge) {
        return gauge.itemsBeside(known.getOrDefault(gauge, Set.of()));
    }

    private List<HeapLeak> heapLeaks(Suspicion confirmed, List<Finding> unexplained) {
        return HeapJudge.leaks(spec, instruments, confirmed, walks.steadily(), unexplained);
    }

    /** What time takes away again without a further iteration is no leak: waits for it once. */
    private List<HeapLeak> lasting(List<HeapLeak> leaks, Repeats repeats) {
        if (leaks.stream().noneMatch(HeapLeak::goesByTime)) {
            return leaks;
        }
        Pauses.sleep(PATIENCE_MILLIS);
        try {
            repeats.run(1); // expunges what the time was up of
        } catch (RepeatFailed e) {
            return leaks;
        }
        instruments.collect();
        return walks.lasting(leaks);
    }

    private Finding undecided(Suspicion left) {
        Finding finding = Finding.inconclusive(
                LeakFindings.LENS,
                "undecided",
                "undecided: something grew in every window, but the budget of "
                        + Durations.render((double) spec.budget().toNanos())
                        + " or the free heap left no room to see whether it goes on");
        for (Series series : left.all()) {
            finding = finding.with(LeakFindings.line(series));
        }
        return finding;
    }
}
