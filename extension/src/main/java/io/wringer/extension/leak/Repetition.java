package io.wringer.extension.leak;

import io.wringer.extension.grammar.Durations;
import io.wringer.extension.leak.site.Sites;
import io.wringer.extension.leak.site.Sites.Site;
import io.wringer.extension.leak.site.Targets;
import io.wringer.extension.leak.watch.Gauge;
import io.wringer.extension.leak.watch.SystemState;
import io.wringer.extension.run.Outcome;
import io.wringer.extension.run.TestBody;
import io.wringer.extension.verdict.Finding;
import io.wringer.leak.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Repeats a body and decides whether something accumulates: warm-up, windows, and only on suspicion a confirmation by
 * doubling the iterations between two walks of the heap.
 */
final class Repetition {

    /** The edge before the first repeat. */
    static final int START = 0;

    /** The edge before the first window. */
    static final int FROM = 1;

    /** The edge after the last window. */
    static final int TO = FROM + LeakSpec.WINDOWS;

    private final LeakSpec spec;
    private final Probe probe;
    private final Object owner;
    private final Schedule schedule;
    private final Ledger ledger = new Ledger();
    private final Map<Gauge, Map<Object, String>> known = new HashMap<>();
    private List<Site> poolSites = List.of();
    private int warmup;
    private int window;
    private int confirming;

    /**
     * Creates a repetition.
     *
     * @param owner the session, which walks of the heap leave out
     */
    Repetition(LeakSpec spec, Probe probe, Object owner) {
        this.spec = spec;
        this.probe = probe;
        this.owner = owner;
        this.schedule = new Schedule(spec);
    }

    /** Runs it; what the first execution throws is thrown as it is. */
    Outcome run(TestBody first, TestBody body) throws Throwable {
        try (Executions executions = new Executions(body, schedule)) {
            Instruments instruments = new Instruments(spec, probe, executions.roots(), List.of(owner, this));
            instruments.findLenders();
            SystemState state = SystemState.now();
            executions.first(first);
            instruments.findLenders();
            List<Finding> findings = new ArrayList<>(findings(executions, instruments));
            findings.addAll(instruments.changes(state));
            return outcome(executions, instruments, findings);
        }
    }

    private List<Finding> findings(Executions executions, Instruments instruments) {
        try {
            edge(executions, instruments, false);
            instruments.gauges().forEach(gauge -> known.put(gauge, gauge.items()));
            List<Finding> findings = new ArrayList<>(judge(executions, instruments));
            findings.addAll(Survivors.findings(probe, instruments));
            return findings;
        } catch (RepeatFailed e) {
            return new Breakdown(spec, ledger, instruments, poolSites).findings(e, executions.repeats());
        }
    }

    private List<Finding> judge(Executions executions, Instruments instruments) throws RepeatFailed {
        double nanosPerIteration = warmUpWatchingPools(executions, instruments);
        boolean scarce = anyGaugeGrew();
        window = schedule.window(warmup, executions.nanos(), nanosPerIteration, scarce);
        if (window == 0) {
            return List.of(tooSlow(nanosPerIteration));
        }
        windows(executions, instruments);
        Suspicion suspicion = Suspicion.of(spec, ledger, FROM, TO);
        return suspicion.isEmpty() ? List.of() : confirm(executions, instruments, suspicion);
    }

    /** A pool runs dry soon, and then it is too late to ask who took from it. */
    private double warmUpWatchingPools(Executions executions, Instruments instruments) throws RepeatFailed {
        if (!instruments.hasPools()) {
            return warmUp(executions);
        }
        try (Sites sites = SiteSearch.open(Targets.of(Resource.POOLS))) {
            try {
                return warmUp(executions);
            } finally {
                poolSites = sites == null ? List.of() : sites.open();
            }
        }
    }

    /** Returns the time per iteration at the end of the warm-up. */
    private double warmUp(Executions executions) throws RepeatFailed {
        long before = 0;
        int half = 0;
        while (schedule.warmsUp(warmup, executions.nanos())) {
            if (warmup == 2 * half) {
                before = executions.nanos();
                half = Math.max(1, warmup);
            }
            executions.repeat();
            warmup++;
        }
        return warmup == 0 ? 0 : (double) (executions.nanos() - before) / Math.max(1, warmup - half);
    }

    private boolean anyGaugeGrew() {
        for (Map.Entry<Gauge, Series> before : ledger.gauges().entrySet()) {
            long start = before.getValue().values().get(START);
            if (before.getKey().read() - start >= Math.max(1, warmup / 2)) {
                return true;
            }
        }
        return false;
    }

    private void windows(Executions executions, Instruments instruments) throws RepeatFailed {
        edge(executions, instruments, true);
        for (int i = 1; i <= LeakSpec.WINDOWS; i++) {
            repeatAndSettle(executions, instruments, window);
            edge(executions, instruments, false);
        }
    }

    /** The last iteration comes after a collection, so that weak maps and the like expunge what was collected. */
    private static void repeatAndSettle(Executions executions, Instruments instruments, int iterations)
            throws RepeatFailed {
        executions.repeat(iterations - 1);
        instruments.collect();
        executions.repeat();
    }

    private List<Finding> confirm(Executions executions, Instruments instruments, Suspicion suspicion)
            throws RepeatFailed {
        Confirmation confirmation = new Confirmation(spec, schedule, ledger, instruments, known);
        List<Finding> findings = confirmation.run(suspicion, iterations -> {
            repeatAndSettle(executions, instruments, iterations);
            confirming += iterations;
            edge(executions, instruments, false);
            return executions.nanos();
        });
        return findings;
    }

    private void edge(Executions executions, Instruments instruments, boolean thoroughly) {
        ledger.add(executions.repeats(), instruments.count(thoroughly), instruments.gauges());
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
                instruments.last().map(last -> last.objects()).orElse(0L),
                instruments.last().map(last -> last.bytes()).orElse(0L),
                ledger.edges() > TO ? Suspicion.of(spec, ledger, FROM, TO).all() : List.of(),
                instruments.unavailable());
        List<Finding> all = new ArrayList<>(findings);
        instruments.unavailable().forEach(reason -> all.add(Finding.note(LeakFindings.LENS, reason, reason)));
        return new Outcome(LeakFindings.LENS, observations, all);
    }
}
