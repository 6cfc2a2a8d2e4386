package io.wringer.extension.leak;

import io.wringer.extension.agent.AgentUnavailableException;
import io.wringer.extension.grammar.Durations;
import io.wringer.extension.leak.heap.HeapWalker;
import io.wringer.extension.leak.heap.WalkRefusedException;
import io.wringer.extension.leak.site.Sites;
import io.wringer.extension.leak.site.Target;
import io.wringer.extension.leak.watch.Gauge;
import io.wringer.extension.verdict.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Confirms or drops a suspicion: doubles the number of iterations several times, which acquits what has a bound, and
 * compares two walks of the heap, which name the container that grows.
 */
final class Confirmation {

    private static final int MOST_SITES = 3;

    private final LeakSpec spec;
    private final Schedule schedule;
    private final Ledger.Part ledger;
    private final Instruments instruments;
    private final Map<Gauge, Map<Object, String>> known;
    private @Nullable HeapWalker walker;
    private int stages;

    Confirmation(
            LeakSpec spec,
            Schedule schedule,
            Ledger.Part ledger,
            Instruments instruments,
            Map<Gauge, Map<Object, String>> known) {
        this.spec = spec;
        this.schedule = schedule;
        this.ledger = ledger;
        this.instruments = instruments;
        this.known = known;
    }

    /** Repeats the body. */
    interface Repeats {
        /** Repeats and counts afterwards; returns the time that all repeats took so far. */
        long runAndCount(int iterations) throws RepeatFailed;

        /** Repeats only. */
        void run(int iterations) throws RepeatFailed;
    }

    List<Finding> run(Suspicion suspicion, Repeats repeats) throws RepeatFailed {
        if (suspicion.hasHeap()) {
            walkBefore();
        }
        Suspicion left = stages(suspicion, repeats);
        if (left.isEmpty()) {
            return List.of();
        }
        return stages == 0 ? List.of(undecided(left)) : findings(left, repeats);
    }

    private Suspicion stages(Suspicion suspicion, Repeats repeats) throws RepeatFailed {
        int windows = ledger.iterationsAt(Repetition.TO) - ledger.iterationsAt(Repetition.FROM);
        Suspicion left = suspicion;
        long spent = 0;
        for (int i = 0; i < Schedule.STAGES; i++) {
            int doubling = ledger.iterationsAt(ledger.last()) + 1; // JUnit's own execution is one more
            int iterations = Schedule.stage(doubling, bytesPerIteration(left), freeBytes());
            if (left.isEmpty() || iterations < windows || spent > schedule.confirmationNanos()) {
                return left;
            }
            spent = repeats.runAndCount(iterations);
            stages++;
            left = left.confirmed(ledger, Repetition.FROM, Repetition.TO, ledger.last());
        }
        return left;
    }

    private double bytesPerIteration(Suspicion suspicion) {
        if (!suspicion.hasHeap()) {
            return 0;
        }
        return ledger.bytes().stream()
                .mapToDouble(series -> Math.max(0, series.rate(Repetition.FROM, Repetition.TO)))
                .sum();
    }

    private static long freeBytes() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    }

    private void walkBefore() {
        try {
            walker = instruments.walker();
            walker.before();
        } catch (AgentUnavailableException | WalkRefusedException e) {
            walker = null;
            instruments.note("no holder of growing objects can be named: " + e.getMessage());
        }
    }

    private List<Finding> findings(Suspicion confirmed, Repeats repeats) {
        List<Finding> unexplained = new ArrayList<>();
        List<HeapLeak> leaks = confirmed.hasHeap() ? heapLeaks(confirmed, unexplained) : List.of();
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
            return SiteSearch.describe(claim.finding(), sites.open());
        } catch (RepeatFailed e) {
            return claim.finding().with("the body failed while its sites were looked for: " + e.original());
        }
    }

    private List<String> fresh(Gauge gauge) {
        Map<Object, String> items = new LinkedHashMap<>(gauge.items());
        items.keySet().removeAll(known.getOrDefault(gauge, Map.of()).keySet());
        return List.copyOf(items.values());
    }

    private List<HeapLeak> heapLeaks(Suspicion confirmed, List<Finding> unexplained) {
        HeapWalker used = walker;
        if (used != null && walkedAfter(used)) {
            return new HeapJudge(spec).judge(confirmed, used.growth(), Repetition.TO, ledger.last(), unexplained);
        }
        unexplained.addAll(LeakFindings.withoutWalk(confirmed, Repetition.TO));
        return List.of();
    }

    private boolean walkedAfter(HeapWalker used) {
        try {
            used.after();
            return true;
        } catch (WalkRefusedException e) {
            instruments.note("no holder of growing objects can be named: " + e.getMessage());
            return false;
        }
    }

    private Finding undecided(Suspicion left) {
        Finding finding = Finding.inconclusive(
                LeakFindings.LENS,
                "undecided",
                "undecided: something grew in every window, but the budget of "
                        + Durations.render((double) spec.budget().toNanos())
                        + " or the free heap left no room to see whether it goes on");
        for (Series series : left.all()) {
            finding = finding.with(LeakFindings.line(ledger.latest(series)));
        }
        return finding;
    }
}
