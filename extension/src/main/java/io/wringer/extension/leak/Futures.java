package io.wringer.extension.leak;

import io.wringer.extension.leak.heap.Growth.Pending;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds futures that others wait for and that nobody completes, wherever they are held, and a single one that gets more
 * and more dependents, which no container shows.
 */
final class Futures {

    private static final String FUTURE = "java.util.concurrent.CompletableFuture";
    private static final double SHARE = 0.1;

    private Futures() {}

    /** Puts them in the place of the containers that hold them; what holds the container leads on. */
    static List<HeapLeak> leading(List<HeapLeak> leaks, List<Series> suspects, Walked walked) {
        List<HeapLeak> pending = pending(suspects, walked);
        List<HeapLeak> all = new ArrayList<>(leaks);
        all.removeIf(leak -> pending.stream()
                .anyMatch(future ->
                        leak.holder().path().extendsOrEquals(future.holder().path())));
        all.addAll(pending);
        return all;
    }

    private static List<HeapLeak> pending(List<Series> suspects, Walked walked) {
        long dependents = suspects.stream()
                .filter(series -> series.name().startsWith(FUTURE + "$"))
                .mapToLong(series -> series.growth(0, series.edges() - 1))
                .max()
                .orElse(0);
        return dependents == 0
                ? List.of()
                : walked.growth().pending(Math.max(2, (long) (dependents * SHARE))).stream()
                        .map(each -> leak(each, suspects, walked.iterations()))
                        .toList();
    }

    private static HeapLeak leak(Pending pending, List<Series> suspects, int iterations) {
        List<Series> classes = suspects.stream()
                .filter(series -> series.name().startsWith(FUTURE))
                .toList();
        return new HeapLeak(pending.holder(), iterations, false, classes, pending);
    }
}
