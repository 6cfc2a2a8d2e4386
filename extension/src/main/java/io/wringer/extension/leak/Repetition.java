package io.wringer.extension.leak;

import io.wringer.extension.grammar.Durations;
import io.wringer.extension.leak.watch.Gauge;
import io.wringer.extension.leak.watch.SystemState;
import io.wringer.extension.run.Outcome;
import io.wringer.extension.run.TestBody;
import io.wringer.extension.verdict.Finding;
import io.wringer.leak.Resource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Repeats a body and decides whether something accumulates: warm-up, then a first look at all windows together, which
 * is all that a clean body costs. Only if something grew by as much as one per window, windows counted one by one, and
 * then a confirmation by doubling the iterations between two walks of the heap.
 */
final class Repetition {

    /** The edge before the first repeat. */
    static final int START = 0;

    /** The edge before the first look. */
    private static final int LOOK_FROM = 1;

    /** The edge after it, which is the one before the windows that are counted one by one. */
    private static final int LOOK_TO = LOOK_FROM + LeakSpec.WINDOWS;

    /** The edge before the first of these windows, counted from {@link #LOOK_TO}. */
    static final int FROM = 0;

    /** The edge after the last of them. */
    static final int TO = FROM + LeakSpec.WINDOWS;

    private final LeakSpec spec;
    private final Probe probe;
    private final BiFunction<List<Object>, List<Object>, Instruments> measuring;
    private final List<Object> own;
    private final Schedule schedule;
    private final Ledger ledger = new Ledger();
    private final Map<Gauge, Set<Object>> known = new HashMap<>();
    private @Nullable EarlySites earlySites;
    private Suspicion suspicion = Suspicion.ofGauges(Map.of());
    private int warmup;
    private int window;
    private int confirming;

    /**
     * Creates a repetition.
     *
     * @param owner the session, which walks of the heap leave out
     */
    Repetition(LeakSpec spec, Probe probe, Object owner) {
        this(spec, probe, owner, (roots, own) -> new Instruments(spec, probe, roots, own));
    }

    /**
     * Creates a repetition with its own way to measure.
     *
     * @param measuring makes the instruments from the roots of the test and from what walks leave out
     */
    Repetition(
            LeakSpec spec, Probe probe, Object owner, BiFunction<List<Object>, List<Object>, Instruments> measuring) {
        this.spec = spec;
        this.probe = probe;
        this.measuring = measuring;
        this.own = List.of(owner, this);
        this.schedule = new Schedule(spec);
    }

    /** Runs it; what the first execution throws is thrown as it is. */
    Outcome run(TestBody first, TestBody body) throws Throwable {
        try (Executions executions = new Executions(body, schedule)) {
            Instruments instruments = measuring.apply(executions.roots(), own);
            SystemState state = SystemState.now();
            executions.first(first);
            executions.between(instruments::betweenIterations);
            instruments.findLenders();
            List<Finding> findings = new ArrayList<>(findings(executions, instruments));
            findings.addAll(instruments.changes(state));
            return outcome(executions, instruments, findings);
        }
    }

    private List<Finding> findings(Executions executions, Instruments instruments) {
        try {
            ledger.add(executions.repeats(), instruments.glance(), instruments.exactGauges());
            instruments.gauges().forEach(gauge -> known.put(gauge, Set.copyOf(gauge.identities())));
            List<Finding> findings = new ArrayList<>(judge(executions, instruments));
            findings.addAll(Survivors.findings(probe, instruments));
            return findings;
        } catch (RepeatFailed e) {
            return new Breakdown(spec, ledger, instruments, earlySites).findings(e, executions.repeats());
        }
    }

    private List<Finding> judge(Executions executions, Instruments instruments) throws RepeatFailed {
        double nanosPerIteration = warmUpWatching(executions, instruments);
        boolean scarce = anyGaugeGrew();
        window = schedule.window(warmup, executions.nanos(), nanosPerIteration, scarce);
        if (window == 0) {
            return List.of(tooSlow(nanosPerIteration));
        }
        Walks walks = new Walks(instruments);
        Look look = firstLook(executions, instruments, walks);
        if (look.isClean()) {
            return List.of();
        }
        if (scarce && !look.gauges()) {
            // it was a start only: a cache gets the usual time to fill
            window = Math.max(window, schedule.window(warmup, executions.nanos(), nanosPerIteration, false));
        }
        windows(executions, instruments, look);
        if (look.onlyHeld()) {
            executions.repeat(walks.missingToDouble(executions.repeats()));
            if (!walks.see(executions.repeats())) {
                return List.of();
            }
        }
        suspicion = settled(executions, instruments, walks, look.heap());
        return suspicion.isEmpty() ? List.of() : confirm(executions, instruments, walks);
    }

    /** Counts again, so that weak maps and the like have expunged what was collected. */
    private Suspicion settled(Executions executions, Instruments instruments, Walks walks, boolean heap)
            throws RepeatFailed {
        if (heap) {
            executions.repeat(walks.missingToDouble(executions.repeats() + 1));
        }
        instruments.collect();
        executions.repeat();
        edge(executions, instruments);
        Map<Gauge, Series> gauges = Suspicion.grownGauges(ledger.since(LOOK_TO), FROM, TO);
        if (!heap) {
            return Suspicion.ofGauges(gauges);
        }
        walks.take(executions.repeats());
        return Suspicion.of(spec, gauges, ledger.countedSince(LOOK_FROM), walks.steadily());
    }

    /**
     * What the first look shows.
     *
     * @param held whether a container may have grown
     * @param strange whether a class grew much that no container explains
     * @param gauges whether other numbers grew
     */
    private record Look(boolean held, boolean strange, boolean gauges) {
        boolean isClean() {
            return !held && !strange && !gauges;
        }

        boolean heap() {
            return held || strange;
        }

        boolean onlyHeld() {
            return held && !strange && !gauges;
        }
    }

    /**
     * Counts objects before and after all windows, and what else is dear to read; everything else at each edge. Few iterations say little in counts
     * that the JVM itself moves: they are walked around.
     */
    private Look firstLook(Executions executions, Instruments instruments, Walks walks) throws RepeatFailed {
        boolean few = window * LeakSpec.WINDOWS < GrowthRule.COUNTABLE && instruments.countsObjects();
        ledger.add(executions.repeats(), instruments.count(2), instruments.gauges());
        if (few) {
            walks.take(executions.repeats());
        }
        for (int i = 1; i < LeakSpec.WINDOWS; i++) {
            executions.repeat(window);
            ledger.add(executions.repeats(), null, instruments.exactGauges());
        }
        executions.repeat(window);
        edge(executions, instruments);
        return look(few, executions, instruments, walks);
    }

    private Look look(boolean few, Executions executions, Instruments instruments, Walks walks) throws RepeatFailed {
        Suspicion seen = looked();
        if (few || seen.hasHeap()) {
            executions.repeat(); // what the collection cleared is expunged by the code that uses it
            walks.take(executions.repeats());
        }
        boolean gauges = !seen.gauges().isEmpty();
        if (!walks.arePossible()) {
            return new Look(false, seen.hasHeap(), gauges);
        }
        Set<String> held = few ? walks.growing() : walks.grownSinceLenders(window * LeakSpec.WINDOWS, seen);
        boolean mayHold = few ? !held.isEmpty() : !Collections.disjoint(seen.heapClasses(), held);
        return new Look(mayHold, isStrange(seen, held, executions, instruments), gauges);
    }

    private boolean isStrange(Suspicion seen, Set<String> held, Executions executions, Instruments instruments) {
        if (!seen.isStrongWithout(held)) {
            return false;
        }
        ledger.recount(executions.repeats(), instruments.count(1), instruments.gauges());
        return looked().isStrongWithout(held);
    }

    private Suspicion looked() {
        int[] edges = IntStream.rangeClosed(LOOK_FROM, LOOK_TO).toArray();
        return Suspicion.atFirstLook(spec, ledger.of(LOOK_FROM, LOOK_TO), ledger.of(edges));
    }

    private double warmUpWatching(Executions executions, Instruments instruments) throws RepeatFailed {
        try (EarlySites sites = new EarlySites(instruments, gauge -> ledger.valueAt(START, gauge))) {
            earlySites = sites;
            return warmUp(executions, sites);
        }
    }

    /** Returns the time per iteration at the end of the warm-up. */
    private double warmUp(Executions executions, EarlySites sites) throws RepeatFailed {
        long before = 0;
        int marked = 0;
        while (schedule.warmsUp(warmup, executions.nanos())) {
            if (warmup >= Math.max(1, 2 * marked)) {
                before = executions.nanos();
                marked = warmup;
            }
            executions.repeat();
            warmup++;
            sites.look(warmup);
        }
        return warmup == 0 ? 0 : (double) (executions.nanos() - before) / (warmup - marked);
    }

    private boolean anyGaugeGrew() {
        return ledger.of(START).gauges().keySet().stream()
                .filter(gauge -> gauge.kind() != Resource.CLASSES) // the first iterations load what they need
                .filter(gauge -> !gauge.isSize())
                .anyMatch(gauge -> gauge.read() - ledger.valueAt(START, gauge) >= Math.max(1, warmup / 2));
    }

    /** Leaves the last iteration of the last window to {@link #settled}. */
    private void windows(Executions executions, Instruments instruments, Look look) throws RepeatFailed {
        for (int i = 1; i < LeakSpec.WINDOWS; i++) {
            executions.repeat(window);
            if (look.gauges()) {
                instruments.collect(); // closes what is only left behind
            }
            ledger.add(executions.repeats(), null, instruments.gauges());
        }
        executions.repeat(window - 1);
    }

    /** One iteration comes after each collection, so that weak maps and the like expunge what was collected. */
    private static void repeatAndSettle(Executions executions, Instruments instruments, int iterations, int collecting)
            throws RepeatFailed {
        for (int left = iterations; left > 0; left -= collecting) {
            executions.repeat(Math.min(left, collecting) - 1);
            instruments.collect();
            executions.repeat();
        }
    }

    private List<Finding> confirm(Executions executions, Instruments instruments, Walks walks) throws RepeatFailed {
        Confirmation confirmation = new Confirmation(
                spec, schedule, ledger.since(LOOK_TO), ledger.countedSince(LOOK_FROM), walks, instruments, known);
        return confirmation.run(suspicion, new Confirmation.Repeats() {
            @Override
            public void runAndCount(int iterations, int collecting) throws RepeatFailed {
                repeatAndSettle(executions, instruments, iterations, collecting);
                confirming += iterations;
                edge(executions, instruments);
            }

            @Override
            public long nanos() {
                return executions.nanos();
            }

            @Override
            public void run(int iterations) throws RepeatFailed {
                executions.repeat(iterations);
                confirming += iterations;
            }
        });
    }

    private void edge(Executions executions, Instruments instruments) {
        ledger.add(executions.repeats(), instruments.count(1), instruments.gauges());
    }

    private Finding tooSlow(double nanosPerIteration) {
        return Finding.inconclusive(
                LeakFindings.LENS,
                "too slow",
                "one iteration takes " + Durations.render(nanosPerIteration) + ", so that " + LeakSpec.WINDOWS
                        + " windows after " + warmup + " iterations of warm-up do not fit into the budget of "
                        + Durations.render((double) spec.budget().toNanos()) + "; give at least budget = \""
                        + schedule.budgetFor(nanosPerIteration).toSeconds() + "s\"");
    }

    private Outcome outcome(Executions executions, Instruments instruments, List<Finding> findings) {
        LeakObservations observations = new LeakObservations(
                "repeats",
                executions.done(),
                warmup,
                window,
                confirming,
                instruments.collections(),
                instruments.liveObjects(),
                instruments.liveBytes(),
                suspicion.all(),
                List.of(),
                List.of(),
                instruments.unavailable());
        List<Finding> all = new ArrayList<>(findings);
        instruments.unavailable().forEach(reason -> all.add(Finding.note(LeakFindings.LENS, reason, reason)));
        return new Outcome(LeakFindings.LENS, observations, all);
    }
}
