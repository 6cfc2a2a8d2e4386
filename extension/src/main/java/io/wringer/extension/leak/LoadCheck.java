package io.wringer.extension.leak;

import io.wringer.extension.leak.watch.Gauge;
import io.wringer.extension.run.Outcome;
import io.wringer.extension.verdict.Finding;
import io.wringer.extension.verdict.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Compares the quiet moments of a load: what grows with the operations from each to the next. */
final class LoadCheck {

    /** With fewer windows a cache that fills looks like a leak. */
    private static final int LEAST_WINDOWS = 3;

    /**
     * Objects of the JDK's classes that Wringer keeps for each second of a load: the numbers of its own series, which
     * nothing but a stack holds.
     */
    private static final int OWN_PER_SECOND = 16;

    /** So many objects of the JDK's classes the JVM makes for itself in few operations, which counts can't tell apart. */
    private static final int NOISE = 1_000;

    private final LeakSpec spec;
    private final Probe probe;
    private final Instruments instruments;
    private final Ledger ledger = new Ledger();
    private final Map<Gauge, Set<Object>> known = new HashMap<>();
    private final Moments moments;
    private final LoadWalks walks;

    private LoadCheck(LeakSpec spec, Probe probe, Object owner, LongSupplier clock) {
        this.spec = spec;
        this.moments = new Moments(clock);
        this.probe = probe;
        this.instruments = new Instruments(spec, probe, List.of(), List.of(owner, this));
        this.walks = new LoadWalks(instruments);
    }

    /**
     * Counts before a load.
     *
     * @param clock in nanoseconds
     */
    static LoadCheck before(LeakSpec spec, Probe probe, Object owner, LongSupplier clock) {
        Rehearsal.once();
        LoadCheck check = new LoadCheck(spec, probe, owner, clock);
        check.instruments.findLenders();
        if (check.instruments.countsObjects() && !check.instruments.hasWalkedForLenders()) {
            check.walks.prepare();
        }
        check.instruments.gauges().forEach(gauge -> check.known.put(gauge, Set.copyOf(gauge.identities())));
        check.ledger.prepare(check.instruments.glance());
        check.edge(0);
        return check;
    }

    /** Counts at a quiet moment; too many of them are thinned out. */
    void checkpoint(long operations) {
        if (ledger.hasRoom() && isLaterThanLast(operations)) {
            edge(operations);
            if (instruments.countsObjects()) {
                walks.take(counted(operations));
            }
        }
    }

    Outcome after(long operations) {
        if (isLaterThanLast(operations)) {
            edge(operations);
        }
        if (instruments.countsObjects()) {
            walks.end(counted(operations));
        }
        List<Trend> trends = moments.trends();
        List<Finding> findings = withTrends(judge(), trends);
        findings.addAll(Survivors.findings(probe, instruments));
        instruments.unavailable().forEach(reason -> findings.add(Finding.note(LeakFindings.LENS, reason, reason)));
        return new Outcome(
                LeakFindings.LENS, LeakObservations.load(operations, instruments, trends, moments.series()), findings);
    }

    /** A trend belongs to the leak that explains it; what nothing explains is told as a warning. */
    private List<Finding> withTrends(List<Finding> judged, List<Trend> trends) {
        List<Finding> findings = new ArrayList<>(judged);
        for (int i = 0; i < findings.size(); i++) {
            if (findings.get(i).severity() == Severity.FAILURE) {
                findings.set(i, LeakFindings.withTrends(findings.get(i), trends, moments));
                return findings;
            }
        }
        trends.stream()
                .filter(Trend::isUnbounded)
                .findFirst()
                .ifPresent(trend -> findings.add(LeakFindings.unbounded(trend, trends, moments)));
        return findings;
    }

    private List<Finding> judge() {
        int last = ledger.edges() - 1;
        if (last == 0) {
            return List.of();
        }
        if (last < LEAST_WINDOWS) {
            return undecided(Suspicion.of(spec, ledger.since(0), 0, last), last);
        }
        // the warm-up of the load comes before the first moment and is not counted
        Ledger.Part counted = ledger.since(last > LEAST_WINDOWS ? 1 : 0);
        Walked walked = walks.steadily();
        Suspicion confirmed = confirmed(counted, walked);
        return confirmed.isEmpty() ? List.of() : findings(confirmed, walked);
    }

    private Suspicion confirmed(Ledger.Part counted, @Nullable Walked walked) {
        Suspicion byCounts = Suspicion.of(spec, counted, 0, counted.last()).steady(0, counted.last());
        if (walked == null) {
            return byCounts;
        }
        Set<String> held = walked.growth().accumulating();
        return Suspicion.of(spec, byCounts.gauges(), counted, walked)
                .withoutInstances(series -> !held.contains(series.name()) && mayBeNoise(series));
    }

    private boolean mayBeNoise(Series series) {
        double seconds = (double) moments.spanNanos() / TimeUnit.SECONDS.toNanos(1);
        return GrowthRule.isNoisy(series) && series.growth(0, series.edges() - 1) <= NOISE + OWN_PER_SECOND * seconds;
    }

    private List<Finding> undecided(Suspicion suspicion, int windows) {
        List<Series> perOperation = suspicion.perOperation(0, windows);
        if (perOperation.isEmpty()) {
            return List.of();
        }
        Finding finding = Finding.inconclusive(
                LeakFindings.LENS,
                "undecided",
                "undecided: " + perOperation.size()
                        + " kinds of objects grew with the operations, but the load had only " + windows
                        + " quiet moments to compare; let it run longer");
        for (Series series : perOperation) {
            finding = finding.with(LeakFindings.line(series));
        }
        return List.of(finding);
    }

    private List<Finding> findings(Suspicion confirmed, @Nullable Walked walked) {
        List<Finding> unexplained = new ArrayList<>();
        List<HeapLeak> leaks =
                confirmed.hasHeap() ? HeapJudge.leaks(spec, instruments, confirmed, walked, unexplained) : List.of();
        List<Finding> findings = new ArrayList<>();
        new Claims(spec, confirmed.gauges(), leaks).all(0, this::fresh).forEach(claim -> findings.add(claim.finding()));
        findings.addAll(findings.isEmpty() ? unexplained : List.of());
        return spec.dumps().namedIn(findings, confirmed, leaks);
    }

    private List<String> fresh(Gauge gauge) {
        return gauge.itemsBeside(known.getOrDefault(gauge, Set.of()));
    }

    private boolean isLaterThanLast(long operations) {
        return counted(operations) > ledger.iterationsAt(ledger.edges() - 1);
    }

    private static int counted(long operations) {
        return (int) Math.min(operations, Integer.MAX_VALUE);
    }

    private void edge(long operations) {
        ledger.add(counted(operations), instruments.count(2), instruments.exactGauges());
        moments.add(instruments.liveBytes());
    }
}
