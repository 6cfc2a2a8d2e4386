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
 */
final class SoftlyHeld {

    private static final List<String> OF_CLASSES = List.of(
            "java.lang.Class$", "java.lang.invoke.", "java.lang.reflect.", "java.io.ObjectStream", "jdk.", "sun.");

    private SoftlyHeld() {}

    /** Returns the classes of which such caches do not hold as many objects as came in addition. */
    static List<Series> leftOut(List<Series> classes, Instruments instruments) {
        if (classes.isEmpty()) {
            return classes;
        }
        try {
            Growth held = heldBy(instruments);
            return classes.stream()
                    .filter(series -> held.objectsOf(series.name()) < series.growth(0, series.edges() - 1))
                    .toList();
        } catch (AgentUnavailableException | WalkRefusedException e) {
            return classes; // nobody can tell, so nothing is excused
        }
    }

    private static Growth heldBy(Instruments instruments) throws AgentUnavailableException, WalkRefusedException {
        List<Object> referents = new ArrayList<>();
        instruments.walkerFor(SoftReference.class::isAssignableFrom).before().found().stream()
                .flatMap(found -> Stream.ofNullable(((SoftReference<?>) found.object()).get()))
                .filter(referent -> !isOfJvm(referent.getClass().getName()))
                .forEach(referents::add);
        HeapWalker walker = HeapWalker.from(referents);
        walker.after();
        return walker.growth();
    }

    /** What the JVM knows of classes leads to all that they hold. */
    private static boolean isOfJvm(String className) {
        return OF_CLASSES.stream().anyMatch(className::startsWith);
    }
}
