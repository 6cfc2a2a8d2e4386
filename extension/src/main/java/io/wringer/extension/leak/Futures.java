package io.wringer.extension.leak;

import io.wringer.extension.leak.heap.Growth;
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
    static List<HeapLeak> leading(List<HeapLeak> leaks, List<Series> suspects, Growth growth, int from, int to) {
        List<HeapLeak> pending = pending(suspects, growth, from, to);
        List<HeapLeak> all = new ArrayList<>(leaks);
        all.removeIf(leak -> pending.stream()
                .anyMatch(future ->
                        leak.holder().path().extendsOrEquals(future.holder().path())));
        all.addAll(pending);
        return all;
    }

    private static List<HeapLeak> pending(List<Series> suspects, Growth growth, int from, int to) {
        long dependents = suspects.stream()
                .filter(series -> series.name().startsWith(FUTURE + "$"))
                .mapToLong(series -> series.growth(from, to))
                .max()
                .orElse(0);
        return dependents == 0
                ? List.of()
                : growth.pending(Math.max(2, (long) (dependents * SHARE))).stream()
                        .map(each -> leak(each, suspects, from, to))
                        .toList();
    }

    private static HeapLeak leak(Pending pending, List<Series> suspects, int from, int to) {
        List<Series> classes = suspects.stream()
                .filter(series -> series.name().startsWith(FUTURE))
                .toList();
        return new HeapLeak(pending.holder(), classes.get(0).iterations(from, to), false, classes, pending);
    }
}
