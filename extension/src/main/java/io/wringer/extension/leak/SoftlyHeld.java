package io.wringer.extension.leak;

import io.wringer.extension.agent.AgentUnavailableException;
import io.wringer.extension.leak.heap.Growth;
import io.wringer.extension.leak.heap.HeapWalker;
import io.wringer.extension.leak.heap.WalkRefusedException;
import java.lang.ref.SoftReference;
import java.util.List;
import java.util.stream.Stream;

/**
 * Caches by soft references, which walks do not follow: the JVM empties them when memory gets scarce, so that they grow
 * without being leaks.
 *
 * <p>What came in addition hangs on containers, on soft references, or on what nobody can see: stacks and native code. The
 * walks know the first. The second is no more than what a walk from all soft referents comes to besides, the last no more
 * than what not even that one comes to.
 */
final class SoftlyHeld {

    private final Walked walked;
    private final Growth strongly;
    private final Growth softlyToo;

    private SoftlyHeld(Walked walked, Growth strongly, Growth softlyToo) {
        this.walked = walked;
        this.strongly = strongly;
        this.softlyToo = softlyToo;
    }

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
            SoftlyHeld held = look(walked, instruments);
            return classes.stream().filter(series -> !held.explains(series)).toList();
        } catch (AgentUnavailableException | WalkRefusedException e) {
            return classes; // nobody can tell, so nothing is excused
        }
    }

    private static SoftlyHeld look(Walked walked, Instruments instruments)
            throws AgentUnavailableException, WalkRefusedException {
        HeapWalker first = instruments.walkerFor(SoftReference.class::isAssignableFrom);
        List<Object> referents = first.after().found().stream()
                .flatMap(found -> Stream.ofNullable(((SoftReference<?>) found.object()).get()))
                .toList();
        HeapWalker second = instruments.walkerWith(referents);
        second.after();
        return new SoftlyHeld(walked, first.growth(), second.growth());
    }

    /** Of strings and arrays the JVM itself holds so many that what nobody can see says nothing. */
    private boolean explains(Series series) {
        int last = series.edges() - 1;
        long growth = series.growth(0, last);
        long reached = softlyToo.objectsOf(series.name());
        double byContainers =
                (double) walked.growth().objectsOf(series.name()) * series.iterations(0, last) / walked.iterations();
        return GrowthRule.isNoisy(series)
                ? 2 * (reached - strongly.objectsOf(series.name()) + byContainers) >= growth
                : 2 * (series.values().get(last) - reached + byContainers) < growth;
    }
}
