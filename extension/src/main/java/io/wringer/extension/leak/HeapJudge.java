package io.wringer.extension.leak;

import io.wringer.extension.leak.heap.Growth;
import io.wringer.extension.leak.heap.Growth.Holder;
import io.wringer.extension.leak.heap.HolderPath;
import io.wringer.extension.verdict.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Joins growing classes with growing containers: a failure of the heap needs both. */
final class HeapJudge {

    private static final int MOST_HOLDERS = 5;

    /** How many times less of a class is no finding beside one of it. */
    private static final int TRACE = 50;

    private final LeakSpec spec;
    private final UnaryOperator<List<Series>> unexcused;

    /**
     * Creates a judge.
     *
     * @param unexcused leaves out classes whose growth something explains that walks do not follow; only asked if no
     *     container was found
     */
    HeapJudge(LeakSpec spec, UnaryOperator<List<Series>> unexcused) {
        this.spec = spec;
        this.unexcused = unexcused;
    }

    /**
     * Judges by what walks saw, and asks soft references about what they did not.
     *
     * @param walked {@code null} if none were possible: then nobody knows what holds the growing objects
     * @param unexplained receives what is said of these, and of classes that grow without a container that does
     */
    static List<HeapLeak> leaks(
            LeakSpec spec,
            Instruments instruments,
            Suspicion confirmed,
            @Nullable Walked walked,
            List<Finding> unexplained) {
        if (walked == null) {
            unexplained.addAll(LeakFindings.withoutWalk(confirmed, 0));
            return List.of();
        }
        return new HeapJudge(spec, classes -> SoftlyHeld.leftOut(classes, walked, instruments))
                .judge(confirmed, walked, unexplained);
    }

    /**
     * Judges.
     *
     * @param unexplained receives classes that grow without a container that does, if no other one is found either
     */
    List<HeapLeak> judge(Suspicion confirmed, Walked walked, List<Finding> unexplained) {
        List<Series> withoutHolder = new ArrayList<>();
        List<HeapLeak> leaks = accumulating(confirmed.instances(), walked, withoutHolder);
        leaks.addAll(swelling(
                confirmed.bytes(), walked, leaks.stream().filter(this::counts).toList()));
        leaks = Futures.leading(leaks, confirmed.instances(), walked);
        List<Series> strange = leaks.isEmpty() ? unexcused.apply(withoutHolder) : List.of();
        if (!strange.isEmpty()) {
            unexplained.add(LeakFindings.unexplained(strange));
        }
        return folded(leaks.stream().filter(this::counts).toList());
    }

    /** Returns the container outside of the JDK that took up most, at least one reference per iteration. */
    Optional<HeapLeak> leading(Growth growth, int iterations) {
        return growth.accumulating().stream()
                .flatMap(type -> growth.holders(type, iterations).stream())
                .filter(holder -> !holder.path().isOfJdk())
                .map(holder -> new HeapLeak(holder, iterations, false, List.of()))
                .filter(this::counts)
                .max(Comparator.comparingDouble(HeapLeak::bytesPerIteration));
    }

    /** What hangs below a container that leads already is no finding of its own. */
    private static List<HeapLeak> folded(List<HeapLeak> leaks) {
        List<HeapLeak> leading = new ArrayList<>();
        for (HeapLeak leak : leaks) {
            if (leading.stream().noneMatch(other -> isBelow(leak, other)) && leading.size() < MOST_HOLDERS) {
                leading.add(leak);
            }
        }
        return leading;
    }

    private static boolean isBelow(HeapLeak leak, HeapLeak other) {
        HolderPath path = leak.holder().path();
        HolderPath above = other.holder().path();
        return path.extendsOrEquals(above) || path.render().equals(above.render()) || isTraceOf(leak, other);
    }

    /** A few objects of the class that leads wait elsewhere, in a queue on their way. */
    private static boolean isTraceOf(HeapLeak leak, HeapLeak other) {
        return leak.holder().path().type().equals(other.holder().path().type())
                && leak.holder().references() * TRACE <= other.holder().references();
    }

    private static List<HeapLeak> accumulating(List<Series> suspects, Walked walked, List<Series> unexplained) {
        Map<HolderPath, Holder> holders = new LinkedHashMap<>();
        Map<HolderPath, List<Series>> classes = new LinkedHashMap<>();
        for (Series series : suspects) {
            List<Holder> found = walked.holders(series);
            if (found.isEmpty()
                    && GrowthRule.isStrong(series)
                    && !walked.growth().isBound(series.name())) {
                unexplained.add(series);
            }
            for (Holder holder : found) {
                holders.put(holder.path(), holder);
                classes.computeIfAbsent(holder.path(), added -> new ArrayList<>())
                        .add(series);
            }
        }
        return holders.values().stream()
                .map(holder -> new HeapLeak(holder, walked.iterations(), false, leadingFirst(holder, classes)))
                .sorted(Comparator.comparing(
                                (HeapLeak leak) -> leak.holder().path().isOfJdk())
                        .thenComparing(HeapLeak::bytesPerIteration, Comparator.reverseOrder()))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static List<Series> leadingFirst(Holder holder, Map<HolderPath, List<Series>> classes) {
        String leading = holder.path().type();
        return classes.getOrDefault(holder.path(), List.of()).stream()
                .sorted(Comparator.comparing(series -> !series.name().equals(leading)))
                .toList();
    }

    private static List<HeapLeak> swelling(List<Series> suspects, Walked walked, List<HeapLeak> accumulating) {
        return suspects.stream()
                .flatMap(series -> walked.swollen(series).stream()
                        .map(holder -> new HeapLeak(holder, walked.iterations(), true, List.of(series))))
                .filter(leak -> accumulating.stream()
                        .noneMatch(other -> other.holder()
                                .path()
                                .extendsOrEquals(leak.holder().found())))
                .toList();
    }

    private boolean counts(HeapLeak leak) {
        return spec.watches(leak.kind())
                && leak.bytesPerIteration() > spec.growth()
                && !leak.holder().path().touches(spec.ignored())
                && !leak.holder().path().touchesClass(Own::isOurs)
                && !leak.holder().path().isThread()
                && !leak.holder().path().isBookkeepingOfLoading();
    }
}
