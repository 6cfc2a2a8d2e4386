package io.wringer.extension.leak;

import io.wringer.extension.agent.AgentUnavailableException;
import io.wringer.extension.leak.heap.Growth;
import io.wringer.extension.leak.heap.HeapWalker;
import io.wringer.extension.leak.heap.HolderPath;
import io.wringer.extension.leak.heap.WalkRefusedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The walks of one check. They count the references of each container and the bytes of each array exactly, which the
 * comings and goings of the JVM's own objects do not change.
 */
final class Walks {

    /** The walk that looked for pools and locks comes before the first one of these. */
    private static final int LENDERS = 0;

    private static final int FIRST = LENDERS + 1;

    private final Instruments instruments;
    private final List<Integer> at = new ArrayList<>();
    private @Nullable HeapWalker walker;
    private boolean refused;

    Walks(Instruments instruments) {
        this.instruments = instruments;
    }

    /** Walks, if walks are possible. */
    void take(int iterations) {
        if (refused || FIRST + at.size() >= HeapWalker.MOST_WALKS) {
            return;
        }
        try {
            walker = instruments.walker();
            walker.walk(FIRST + at.size());
            at.add(iterations);
        } catch (AgentUnavailableException | WalkRefusedException e) {
            refused = true;
            instruments.note("no holder of growing objects can be named: " + e.getMessage());
        }
    }

    /** Returns how many iterations are left until there were twice as many as at the only walk; 0 if there were more walks. */
    int missingToDouble(int iterations) {
        return at.size() == 1 ? Math.max(0, 2 * at.get(0) + 1 - iterations) : 0;
    }

    /** Tells whether there are two or more walks to compare, or one and that for pools and locks. */
    boolean arePossible() {
        return !refused && !at.isEmpty();
    }

    /** Returns the classes of which any container or array grew since pools and locks were looked for. */
    Set<String> grownSinceLenders(int iterations, Suspicion seen) {
        HeapWalker used = walker;
        return used != null && instruments.hasWalkedForLenders()
                ? types(used.growth(LENDERS, FIRST, course(0, iterations)))
                : seen.heapClasses(); // nobody knows
    }

    /** Walks, and returns all that grew since pools and locks were looked for. */
    Growth growthSinceLenders() throws AgentUnavailableException, WalkRefusedException {
        HeapWalker used = instruments.walker();
        used.walk(FIRST);
        return used.growth(LENDERS, FIRST, Growth.Course.any());
    }

    /** Returns the classes of which any container or array went on growing from walk to walk. */
    Set<String> growing() {
        Walked walked = steadily();
        return walked == null ? Set.of() : types(walked.growth());
    }

    /** Walks, and tells whether anything went on growing; if so, that walk is forgotten, for there will be a better one. */
    boolean see(int iterations) {
        int before = at.size();
        take(iterations);
        boolean grew = refused || wentOn();
        if (at.size() > before) {
            at.remove(before);
        }
        return grew;
    }

    private boolean wentOn() {
        HeapWalker used = walker;
        if (used == null || at.size() != 2 || !instruments.hasWalkedForLenders()) {
            return !growing().isEmpty();
        }
        return !types(used.growth(LENDERS, FIRST + 1, eachTime())).isEmpty();
    }

    /** What grew from each walk to the next, at whatever pace, for the first walk was before the warm-up. */
    private static Growth.Course eachTime() {
        return new Growth.Course() {
            @Override
            public boolean accumulates(long[] references) {
                return GrowthRule.growsEachTime(references, LeakSpec.WINDOWS);
            }

            @Override
            public boolean swells(long[] bytes) {
                return GrowthRule.growsEachTime(bytes, 1);
            }
        };
    }

    private static Set<String> types(Growth growth) {
        Set<String> types = new HashSet<>(growth.accumulating());
        types.addAll(growth.swelling());
        return types;
    }

    /** Returns what went on growing from walk to walk. */
    @Nullable
    Walked steadily() {
        HeapWalker used = walker;
        int last = at.size() - 1;
        return refused || used == null || last < 1
                ? null
                : new Walked(
                        used.growth(
                                FIRST,
                                FIRST + last,
                                course(at.stream().mapToInt(Integer::intValue).toArray())),
                        at.get(last) - at.get(0),
                        true);
    }

    /** Walks again, and returns those leaks that still hold more than half of what they took up until the last walk. */
    List<HeapLeak> lasting(List<HeapLeak> leaks) {
        HeapWalker used = walker;
        int last = FIRST + at.size() - 1;
        if (refused || used == null || last <= FIRST) {
            return leaks;
        }
        List<HolderPath> paths =
                leaks.stream().map(leak -> leak.holder().path()).toList();
        Growth before = used.growth(FIRST, last, Growth.Course.any());
        List<Long> held = paths.stream().map(before::referencesOver).toList();
        try {
            used.walk(last);
        } catch (WalkRefusedException e) {
            return leaks;
        }
        Growth now = used.growth(FIRST, last, Growth.Course.any());
        return IntStream.range(0, leaks.size())
                .filter(i -> now.referencesOver(paths.get(i)) * 2 > held.get(i))
                .mapToObj(leaks::get)
                .toList();
    }

    private static Growth.Course course(int... at) {
        return new Growth.Course() {
            @Override
            public boolean accumulates(long[] references) {
                return GrowthRule.accumulates(references, at);
            }

            @Override
            public boolean swells(long[] bytes) {
                return GrowthRule.swells(bytes, at);
            }
        };
    }
}
