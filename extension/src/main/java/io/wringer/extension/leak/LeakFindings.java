package io.wringer.extension.leak;

import io.wringer.extension.grammar.Durations;
import io.wringer.extension.grammar.Rendering;
import io.wringer.extension.grammar.Sizes;
import io.wringer.extension.leak.heap.Growth.Pending;
import io.wringer.extension.leak.heap.HolderPath;
import io.wringer.extension.leak.heap.Labels;
import io.wringer.extension.leak.watch.Gauge;
import io.wringer.extension.verdict.Finding;
import io.wringer.leak.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Words what was found. */
final class LeakFindings {

    static final String LENS = "leak";

    private static final int MOST_CLASSES = 6;
    private static final int MOST_ITEMS = 5;
    private static final String OF = " of ";
    private static final Set<Resource> REGISTERED = Set.of(Resource.MBEANS, Resource.SHUTDOWN_HOOKS);

    /** One execution can't tell a flag that lets it happen once from none. */
    private static final String ONCE_FOR_THE_JVM =
            "if it is registered once for the JVM, iterations = 20 on the test shows that it does not grow, and a static"
                    + " field that holds what was registered makes this a note";

    private LeakFindings() {}

    /** Words a container that grows. */
    static Finding heap(HeapLeak leak, LeakSpec spec) {
        Pending pending = leak.pending();
        if (pending != null) {
            return pending(leak, pending);
        }
        return leak.swells() && leak.referencesPerIteration() == 0 ? swelling(leak, spec) : accumulating(leak, spec);
    }

    private static Finding accumulating(HeapLeak leak, LeakSpec spec) {
        HolderPath path = leak.holder().path();
        Finding finding = Finding.failure(LENS, "heap\n" + path.render(), headline(leak))
                .with("grew by " + Rendering.number((double) leak.holder().references()) + " references and "
                        + Sizes.render((double) leak.holder().bytes()) + " in "
                        + Rendering.number(leak.iterations()) + " iterations; tolerated are "
                        + Sizes.render((double) spec.growth()) + " per iteration");
        return withLines(finding, grown(leak))
                .with("if it is bounded, let it fill: raise iterations, or ignore = \"" + ignorable(path) + "\"");
    }

    /** Says which class accumulates, where, and by how much. */
    static String headline(HeapLeak leak) {
        HolderPath path = leak.holder().path();
        return Labels.className(path.type())
                + (leak.sharesObjects() ? " is referred to again and again: " : " accumulates: ")
                + path.render() + " (" + Rates.perIteration(leak.referencesPerIteration()) + " per iteration, "
                + each(leak)
                + ")";
    }

    /** Words futures that others wait for and that nobody completes. */
    private static Finding pending(HeapLeak leak, Pending pending) {
        HolderPath path = leak.holder().path();
        String what = pending.accumulates()
                ? "futures that are never completed accumulate: "
                : "dependents of a future that is never completed accumulate: ";
        String growth =
                " (" + Rates.perIteration(leak.referencesPerIteration()) + " per iteration, " + each(leak) + ")";
        Finding finding = Finding.failure(
                        LENS, "futures\n" + pending.accumulates() + "\n" + path.render(), what + path.render() + growth)
                .with(pendingNumbers(leak, pending));
        return withLines(finding, grown(leak))
                .with("complete them in any case, also when the answer never comes (orTimeout, completeExceptionally),"
                        + " or ignore = \"" + ignorable(path) + "\"");
    }

    /** Leaves out classes of which there are no more objects than before, only more references to them. */
    private static List<Series> grown(HeapLeak leak) {
        String leading = leak.holder().path().type();
        return leak.classes().stream()
                .filter(series -> series.name().equals(leading) || series.growth(0, series.edges() - 1) > 0)
                .toList();
    }

    private static String pendingNumbers(HeapLeak leak, Pending pending) {
        String dependents =
                Rendering.number((double) pending.dependents()) + " dependents wait for them in addition, and "
                        + Sizes.render((double) leak.holder().bytes()) + " are retained, after "
                        + Rendering.number(leak.iterations()) + " iterations";
        return pending.accumulates()
                ? "grew by " + Rendering.number((double) leak.holder().references()) + " futures; " + dependents
                : dependents.replace("for them", "for it");
    }

    private static String each(HeapLeak leak) {
        if (leak.sharesObjects()) {
            return Sizes.render(leak.bytesPerIteration()) + " of references";
        }
        double each = leak.referencesPerIteration() == 0
                ? leak.bytesPerIteration()
                : (double) leak.holder().bytes() / leak.holder().references();
        return Sizes.render(Math.rint(each)) + " each";
    }

    private static String ignorable(HolderPath path) {
        return path.lastOwnField().orElse(Labels.className(path.type()));
    }

    /** Words an array that swells while the number of objects stays. */
    private static Finding swelling(HeapLeak leak, LeakSpec spec) {
        HolderPath path = leak.holder().path();
        String headline = Labels.className(path.type()) + " swells: " + path.render() + " ("
                + bytesPerIteration(leak.bytesPerIteration()) + " per iteration)";
        Finding finding = Finding.failure(LENS, "swelling\n" + path.render(), headline)
                .with("grew by " + Sizes.render((double) leak.holder().bytes()) + " in "
                        + Rendering.number(leak.iterations()) + " iterations; tolerated are "
                        + Sizes.render((double) spec.growth()) + " per iteration");
        for (Series series : leak.classes()) {
            finding = finding.with(line(series));
        }
        return finding;
    }

    private static String bytesPerIteration(double bytes) {
        return "+" + Sizes.render(bytes < 1 ? bytes : Math.rint(bytes));
    }

    /** Words growth that could not be followed to its holder, because no walk was possible: nobody knows. */
    static List<Finding> withoutWalk(Suspicion confirmed, int from) {
        List<Series> all = confirmed.instances().isEmpty() ? confirmed.bytes() : confirmed.instances();
        List<Series> ordered = ownFirst(all);
        if (ordered.isEmpty()) {
            return List.of();
        }
        Series first = ordered.get(0);
        Finding finding = Finding.inconclusive(
                LENS,
                "without walk\n" + first.name(),
                Labels.className(first.name()) + " grows by "
                        + Rates.perIteration(first.rate(from, first.edges() - 1))
                        + (first.measure() == Series.Measure.BYTES ? " bytes" : "")
                        + " per iteration, but its holder could not be looked for");
        return List.of(withLines(finding, ordered));
    }

    /** Words growth of classes that no path explains: a warning, led by a class of the user's own if there is one. */
    static Finding unexplained(List<Series> classes) {
        List<Series> ordered = ownFirst(classes);
        Series first = ordered.get(0);
        Finding finding = Finding.note(
                LENS,
                "unexplained\n" + first.name(),
                Labels.className(first.name()) + " grew (" + rate(first)
                        + ") but no container was found that holds more of them; they may hang on a stack or"
                        + " on native code, so this is not counted as a leak");
        return withLines(finding, ordered);
    }

    private static List<Series> ownFirst(List<Series> classes) {
        return classes.stream()
                .sorted(Comparator.comparing(
                        series -> series.name().startsWith("[") || series.name().startsWith("java.")))
                .toList();
    }

    private static Finding withLines(Finding finding, List<Series> classes) {
        Finding lined = finding;
        for (Series series : classes.stream().limit(MOST_CLASSES).toList()) {
            lined = lined.with(line(series));
        }
        return lined;
    }

    /** Words a number that grows. */
    static Finding gauge(Gauge gauge, Series series, int from, List<String> fresh) {
        Finding finding = Finding.failure(
                LENS,
                gauge.kind() + "\n" + gauge.unit() + "\n" + gauge.evidence(),
                accumulate(gauge) + pace(gauge, series, from)
                        + " per iteration, from "
                        + value(gauge, series.values().get(from)) + " to "
                        + value(gauge, series.values().get(series.edges() - 1)) + " in "
                        + Rendering.number(series.iterations(from, series.edges() - 1)) + " iterations"
                        + labels(fresh));
        for (String line : gauge.evidence()) {
            finding = finding.with(line);
        }
        for (String line : examples(fresh)) {
            finding = finding.with(line);
        }
        return finding.with(line(series));
    }

    /** Words what one execution left open. */
    static Finding once(Gauge gauge, long count, List<String> fresh) {
        String what = gauge.lender().isEmpty() ? counted(gauge, count) : out(gauge, count);
        Finding finding =
                Finding.failure(LENS, identity("once", gauge, fresh), what + " left by the test" + labels(fresh));
        for (String line : gauge.evidence()) {
            finding = finding.with(line);
        }
        for (String line : examples(fresh)) {
            finding = finding.with(line);
        }
        return REGISTERED.contains(gauge.kind()) ? finding.with(ONCE_FOR_THE_JVM) : finding;
    }

    /** Words what one execution left open, but can't leave open twice. */
    static Finding started(Gauge gauge, List<String> fresh, String holder) {
        Finding finding = Finding.note(
                LENS,
                identity("started", gauge, fresh),
                counted(gauge, fresh.size()) + " left by the test and held by " + holder
                        + ": taken for a start for the whole JVM, because there can be no second one beside it");
        for (String line : examples(fresh)) {
            finding = finding.with(line);
        }
        return finding.with("iterations = 20 on the test would show whether it grows");
    }

    /** Says that a kind that was asked for can't be judged by one execution. */
    static Finding needsRepeats(Resource kind) {
        return Finding.note(
                LENS,
                "needs repeats\n" + kind,
                "watch = " + kind
                        + " was not checked: it takes repeats to see it grow; give iterations, or put @LeakFree"
                        + " on the method");
    }

    /** Where a thread happens to be, the state of a connection and all numbers differ from run to run. */
    private static String identity(String what, Gauge gauge, List<String> fresh) {
        return what + "\n" + gauge.kind() + "\n" + gauge.unit() + "\n"
                + fresh.stream().map(LeakFindings::name).distinct().sorted().toList();
    }

    private static String name(String label) {
        return Labels.withoutNumbers(label.replaceAll(" \\(.*|, at .*", ""));
    }

    static String counted(Gauge gauge, long count) {
        return Rendering.number((double) count) + " " + (count == 1 ? gauge.unit() : plural(gauge.unit()));
    }

    /** Words a setting of the JVM that was changed and not restored. */
    static Finding changed(String change) {
        return Finding.failure(LENS, "changed\n" + setting(change), change + " and not restored");
    }

    /** Words a system property that was added: by the test, or by a library that sets it once. */
    static Finding added(String added, boolean explicit) {
        String text = added + " and not cleared";
        return explicit
                ? Finding.failure(LENS, "added\n" + setting(added), text)
                : Finding.note(LENS, "added\n" + setting(added), text + "; watch = SYSTEM_STATE makes this a failure");
    }

    /** Adds how fast it goes on, if the load lasted long enough to tell. */
    static Finding withTrends(Finding finding, List<Trend> trends, Moments moments) {
        return trends.isEmpty() || trends.stream().allMatch(trend -> trend.bound() == Trend.Bound.TOO_SHORT)
                ? finding
                : finding.with(trends(trends, moments));
    }

    /** Words growth over the time of a load that no container and no number of ours explains: a warning. */
    static Finding unbounded(Trend trend, List<Trend> trends, Moments moments) {
        return Finding.note(
                        LENS,
                        "unbounded\n" + trend.what(),
                        "unbounded growth: " + trend.render() + "; nothing that grew from each quiet moment to the next"
                                + " explains it, so that this is a warning and not a failure")
                .with(trends(trends, moments));
    }

    private static String trends(List<Trend> trends, Moments moments) {
        return "trend over " + Durations.render((double) moments.spanNanos()) + " and " + moments.size()
                + " quiet moments: " + trends.stream().map(Trend::render).collect(Collectors.joining("; "));
    }

    private static String setting(String change) {
        return change.substring(0, change.indexOf(" was "));
    }

    /** Words objects that had to be collected and were not. */
    static Finding survivors(Map<String, Integer> survivors, int condemned, List<String> paths) {
        String counts = survivors.entrySet().stream()
                .map(entry -> entry.getValue() + " of " + Labels.className(entry.getKey()))
                .collect(Collectors.joining(", "));
        Finding finding = Finding.failure(
                LENS,
                "survivors\n" + survivors.keySet(),
                "not collected although the test demanded it: " + counts
                        + (paths.isEmpty() ? "" : ", held by " + paths.get(0)));
        for (String path : paths.stream().skip(1).limit(MOST_ITEMS).toList()) {
            finding = finding.with("held by " + path);
        }
        return finding.with(condemned + " objects were handed to mustBeCollected");
    }

    private static String labels(List<String> fresh) {
        return fresh.isEmpty()
                ? ""
                : ": "
                        + grouped(fresh).entrySet().stream()
                                .sorted(Comparator.<Map.Entry<String, List<String>>, Boolean>comparing(
                                                group -> group.getKey().startsWith("java."))
                                        .thenComparing(
                                                group -> -group.getValue().size()))
                                .limit(2)
                                .map(group -> group.getKey())
                                .collect(Collectors.joining(", "));
    }

    private static List<String> examples(List<String> fresh) {
        List<String> lines = new ArrayList<>();
        grouped(fresh)
                .forEach((label, members) -> lines.add(members.size() + " x " + label
                        + (members.contains(label) ? "" : ", for example " + members.get(0))));
        return lines.subList(0, Math.min(MOST_ITEMS, lines.size()));
    }

    private static Map<String, List<String>> grouped(List<String> labels) {
        Map<String, List<String>> grouped = new TreeMap<>();
        labels.stream().collect(Collectors.groupingBy(Labels::withoutNumbers)).forEach((group, members) -> {
            boolean alike = members.stream().distinct().count() == 1;
            grouped.put(alike && members.size() > 1 ? members.get(0) : group, members);
        });
        return grouped;
    }

    static String line(Series series) {
        String what = series.measure() == Series.Measure.BYTES ? " bytes of " : " ";
        return (Labels.className(series.name()) + what).strip() + ": " + Rates.increments(series.increments())
                + " at " + series.at().stream().map(String::valueOf).collect(Collectors.joining(", "))
                + " repeats";
    }

    /** Words the growth of a number that comes along with another. */
    static String rateOf(Gauge gauge, Series series, int from) {
        String what = gauge.isSize() ? gauge.unit() : plural(gauge.unit());
        return what + " " + pace(gauge, series, from) + " per iteration";
    }

    private static String pace(Gauge gauge, Series series, int from) {
        double rate = series.rate(from, series.edges() - 1);
        return gauge.isSize() ? bytesPerIteration(rate) : Rates.perIteration(rate);
    }

    private static String value(Gauge gauge, long value) {
        return gauge.isSize() ? Sizes.render((double) value) : Rendering.number((double) value);
    }

    private static String accumulate(Gauge gauge) {
        if (!gauge.lender().isEmpty()) {
            return plural(lent(gauge)) + OF + gauge.lender() + " are not given back: ";
        }
        return gauge.isNamed() || gauge.isSize()
                ? gauge.unit() + " accumulates: "
                : plural(gauge.unit()) + " accumulate: ";
    }

    private static String rate(Series series) {
        return Rates.perIteration(series.rate(0, series.edges() - 1)) + " per iteration";
    }

    /** Returns what a pool or a lock hands out, without the words that its own name takes the place of. */
    private static String lent(Gauge gauge) {
        int of = gauge.unit().indexOf(OF);
        return of < 0 ? gauge.unit() : gauge.unit().substring(0, of);
    }

    /** Counts what is out, with the name of what handed it out. */
    private static String out(Gauge gauge, long count) {
        String noun = lent(gauge);
        return Rendering.number((double) count) + " " + (count == 1 ? noun : plural(noun)) + OF + gauge.lender();
    }

    static String plural(String unit) {
        int of = Stream.of(OF, " waiting for ", " to delete ")
                .mapToInt(unit::indexOf)
                .filter(at -> at >= 0)
                .findFirst()
                .orElse(-1);
        String noun = of < 0 ? unit : unit.substring(0, of);
        String rest = of < 0 ? "" : unit.substring(of);
        if (noun.endsWith("dy") || noun.endsWith("ty") || noun.endsWith("ry")) {
            return noun.substring(0, noun.length() - 1) + "ies" + rest;
        }
        return noun + (noun.endsWith("s") ? "es" : "s") + rest;
    }

    static String kindName(Resource kind) {
        return kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
