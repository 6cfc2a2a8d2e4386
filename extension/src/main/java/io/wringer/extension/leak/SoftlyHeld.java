package io.wringer.extension.leak;

import io.wringer.extension.agent.AgentUnavailableException;
import io.wringer.extension.leak.heap.Growth;
import io.wringer.extension.leak.heap.HeapWalker;
import io.wringer.extension.leak.heap.WalkRefusedException;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Caches by soft references, which walks do not follow: the JVM empties them when memory gets scarce, so that they grow
 * without being leaks.
 *
 * <p>What came in addition hangs on containers, on soft references, or on what nobody can see: stacks and native code. The
 * first is known from the walks, the last is what not even a walk from all soft referents comes to; the rest is held
 * softly.
 */
final class SoftlyHeld {

    private SoftlyHeld() {}

    /**
     * Returns the classes whose growth is not mostly held by such caches.
     *
     * @param walked what walks saw of the same growth
     */
    static List<Series> leftOut(List<Series> classes, Walked walked, Instruments instruments) {
        if (classes.isEmpty()) {
            return classes;
        }
        try {
            Growth reached = reached(instruments);
            return classes.stream()
                    .filter(series -> !isSoftlyHeld(series, walked, reached))
                    .toList();
        } catch (AgentUnavailableException | WalkRefusedException e) {
            return classes; // nobody can tell, so nothing is excused
        }
    }

    private static boolean isSoftlyHeld(Series series, Walked walked, Growth reached) {
        int last = series.edges() - 1;
        long unseen = series.values().get(last) - reached.objectsOf(series.name());
        double strongly =
                (double) walked.growth().objectsOf(series.name()) * series.iterations(0, last) / walked.iterations();
        return 2 * (unseen + strongly) < series.growth(0, last);
    }

    private static Growth reached(Instruments instruments) throws AgentUnavailableException, WalkRefusedException {
        List<Object> referents = new ArrayList<>();
        instruments.walkerFor(SoftReference.class::isAssignableFrom).before().found().stream()
                .flatMap(found -> Stream.ofNullable(((SoftReference<?>) found.object()).get()))
                .forEach(referents::add);
        HeapWalker walker = instruments.walkerWith(referents);
        walker.after();
        return walker.growth();
    }
}
