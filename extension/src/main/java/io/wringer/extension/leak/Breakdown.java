package io.wringer.extension.leak;

import io.wringer.extension.agent.AgentUnavailableException;
import io.wringer.extension.grammar.Durations;
import io.wringer.extension.grammar.Rendering;
import io.wringer.extension.leak.heap.WalkRefusedException;
import io.wringer.extension.leak.site.Frames;
import io.wringer.extension.leak.watch.Gauge;
import io.wringer.extension.verdict.Finding;
import io.wringer.leak.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * Tells why a body that passed once failed when it was repeated: what had grown until then comes first, the body's own
 * exception is the cause.
 */
final class Breakdown {

    /** Kinds of which nothing may be out while no iteration is under way. */
    private static final Set<Resource> BACK_BETWEEN_ITERATIONS = Set.of(Resource.POOLS, Resource.LOCKS);

    private static final double LEAST_RATE = 0.5;

    /** After fewer, what the first executions fill looks like what each of them adds to. */
    private static final int FEWEST_COMPLETED = 3;

    private static final int MOST_NAMED = 5;
    private static final int MOST_FRAMES = 12;

    private final LeakSpec spec;
    private final Ledger ledger;
    private final Instruments instruments;
    private final @Nullable EarlySites sites;

    Breakdown(LeakSpec spec, Ledger ledger, Instruments instruments, @Nullable EarlySites sites) {
        this.spec = spec;
        this.ledger = ledger;
        this.instruments = instruments;
        this.sites = sites;
    }

    /**
     * Returns what there is to say.
     *
     * @throws TestAbortedException if an assumption failed and nothing had grown until then
     */
    List<Finding> findings(RepeatFailed failure, int repeats) {
        List<Grown> grown = grown(repeats);
        Finding finding = grown.isEmpty() ? ofHeap(failure, repeats) : lead(grown, failure);
        return List.of(describe(finding, failure).causedBy(failure.original()));
    }

    private List<Grown> grown(int repeats) {
        List<Grown> grown = new ArrayList<>();
        for (Gauge gauge : instruments.gauges()) { // read before any collection, which may give some of it back
            long now = gauge.read();
            grown.add(Grown.of(gauge, ledger.valueAt(Repetition.START, gauge), now, repeats));
        }
        grown.removeIf(each -> !each.counts(repeats)
                || isLoadedOnFirstUse(each)
                || each.gauge().isSize());
        grown.sort(Comparator.comparingInt(Grown::rank));
        return grown;
    }

    /** Two numbers can't tell classes that the first repeats, or the failure itself, load from classes that accumulate. */
    private static boolean isLoadedOnFirstUse(Grown grown) {
        return grown.gauge().kind() == Resource.CLASSES;
    }

    private Finding lead(List<Grown> grown, RepeatFailed failure) {
        Grown first = grown.get(0);
        Finding finding = Finding.failure(
                LeakFindings.LENS,
                "breakdown\n" + first.gauge().kind() + "\n" + first.gauge().unit() + "\n"
                        + first.gauge().evidence(),
                first.text() + " until the body " + what(failure) + " at iteration " + failure.iteration());
        for (String line : first.gauge().evidence()) {
            finding = finding.with(line);
        }
        if (sites != null) {
            Resource kind = first.gauge().kind();
            finding = SiteSearch.describe(finding, sites.of(kind), SiteSearch.verb(kind));
        }
        for (Grown each : grown.stream().skip(1).limit(MOST_NAMED).toList()) {
            finding = finding.with("also: " + each.text());
        }
        return finding;
    }

    /** No number grew: the limit that was reached may be one of a container of the user's own. */
    private Finding ofHeap(RepeatFailed failure, int repeats) {
        int completed = repeats - 1;
        if (completed < FEWEST_COMPLETED || !instruments.hasWalkedForLenders()) {
            return nothingGrew(failure, "none of the numbers that Wringer counts had grown until then");
        }
        try {
            return new HeapJudge(spec, classes -> classes)
                    .leading(new Walks(instruments).growthSinceLenders(), completed)
                    .map(leak -> accumulated(leak, failure))
                    .orElseGet(() -> nothingGrew(failure, "nothing that Wringer counts had grown until then"));
        } catch (AgentUnavailableException | WalkRefusedException e) {
            return nothingGrew(
                    failure,
                    "none of the numbers that Wringer counts had grown until then; objects were not compared: "
                            + e.getMessage());
        }
    }

    private static Finding accumulated(HeapLeak leak, RepeatFailed failure) {
        return Finding.failure(
                LeakFindings.LENS,
                "breakdown\n" + leak.holder().path().render(),
                LeakFindings.headline(leak) + " until the body " + what(failure) + " at iteration "
                        + failure.iteration());
    }

    /** An assumption that fails aborts the test, as JUnit users expect, unless something grew until then. */
    private static Finding nothingGrew(RepeatFailed failure, String grown) {
        if (failure.original() instanceof TestAbortedException aborted) {
            throw aborted;
        }
        return Finding.failure(
                        LeakFindings.LENS,
                        "not repeatable\n" + failure.original().getClass().getName(),
                        "the body passed once and " + what(failure) + " when it was repeated, at iteration "
                                + failure.iteration() + "; " + grown)
                .with("if the body cannot be repeated on the same state, use lifecycle = FULL, which runs @BeforeEach"
                        + " and @AfterEach around each repeat, or let it clean up");
    }

    private Finding describe(Finding finding, RepeatFailed failure) {
        Finding described = finding;
        StackTraceElement[] blockedAt = failure.blockedAt();
        if (blockedAt != null) {
            described = described.with("the repeat was interrupted after " + Durations.render((double) failure.nanos())
                    + " (budget " + Durations.render((double) spec.budget().toNanos()) + "); it blocked at"
                    + stack(blockedAt));
        }
        return described.with("the body's own exception is the cause: " + failure.original());
    }

    private static String stack(StackTraceElement[] frames) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(MOST_FRAMES, frames.length) && !Frames.isEngine(frames[i]); i++) {
            text.append(System.lineSeparator()).append("    at ").append(Frames.render(frames[i]));
        }
        return text.toString();
    }

    private static String what(RepeatFailed failure) {
        return failure.blockedAt() != null ? "blocked" : "failed";
    }

    /**
     * A number that grew until the body failed.
     *
     * @param gauge what counts it
     * @param start before the first repeat
     * @param now after the failing one
     * @param completed repeats that came to their end
     */
    private record Grown(Gauge gauge, long start, long now, int completed) {

        static Grown of(Gauge gauge, long start, long now, int repeats) {
            return new Grown(gauge, start, now, repeats - 1);
        }

        boolean counts(int repeats) {
            boolean grew = now - start >= Math.max(1, LEAST_RATE * (repeats - 1));
            return grew || isOut();
        }

        /**
         * Something was out before the first repeat already, by JUnit's own execution. What some repeats got along with
         * doesn't explain that the body failed: another test may have left it.
         */
        private boolean isOut() {
            return completed == 0 && BACK_BETWEEN_ITERATIONS.contains(gauge.kind()) && now > 0;
        }

        int rank() {
            return switch (gauge.kind()) {
                case POOLS -> 0;
                case PERMITS -> 1;
                case LOCKS -> 2;
                default -> 3;
            };
        }

        String text() {
            if (completed == 0 || now == start) {
                return Rendering.number((double) now) + " "
                        + (now == 1 ? gauge.unit() : LeakFindings.plural(gauge.unit())) + " not given back";
            }
            double rate = (double) (now - start) / completed;
            return Rates.perIteration(rate) + " " + (rate > 1.5 ? LeakFindings.plural(gauge.unit()) : gauge.unit())
                    + " per iteration (from "
                    + Rendering.number((double) start) + " to " + Rendering.number((double) now) + ")";
        }
    }
}
