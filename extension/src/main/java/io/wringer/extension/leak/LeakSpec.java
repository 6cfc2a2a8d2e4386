package io.wringer.extension.leak;

import io.wringer.extension.config.Attributes;
import io.wringer.leak.Lifecycle;
import io.wringer.leak.Resource;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a {@code @LeakFree} asks for, checked; immutable.
 *
 * @param iterations measured and warm-up iterations in all, empty to choose from the budget
 * @param warmup iterations before the first measurement, empty to choose
 * @param budget time that the repeats may take
 * @param budgetBinds whether iterations that take longer than the budget are not run
 * @param growth tolerated growth of the heap in bytes per iteration
 * @param kinds what is watched
 * @param explicit what is watched because it was named
 * @param ignored what may grow
 * @param lifecycle what one iteration consists of
 * @param dumps when a heap dump is written
 */
public record LeakSpec(
        OptionalInt iterations,
        OptionalInt warmup,
        Duration budget,
        boolean budgetBinds,
        long growth,
        Set<Resource> kinds,
        Set<Resource> explicit,
        Ignored ignored,
        Lifecycle lifecycle,
        HeapDumps dumps) {

    static final int WINDOWS = 4;
    private static final int LEAST_ITERATIONS = WINDOWS + 1;
    private static final int LONGEST_CHOSEN_WARMUP = 30;

    public LeakSpec {
        kinds = Set.copyOf(kinds);
        explicit = Set.copyOf(explicit);
    }

    /**
     * Reads the annotation and its overrides.
     *
     * @throws io.wringer.WringerConfigurationException if anything in it makes no sense
     */
    public static LeakSpec parse(Attributes attributes) {
        checkTogether(attributes);
        OptionalInt warmup = warmup(attributes);
        OptionalInt iterations = iterations(attributes, warmup.orElse(1));
        return new LeakSpec(
                iterations,
                warmup,
                budget(attributes),
                iterations.isEmpty() || attributes.isGiven("budget"),
                attributes.size("growth"),
                kinds(attributes),
                Set.copyOf(attributes.constants("watch", Resource.class)),
                ignored(attributes),
                attributes.constant("lifecycle", Lifecycle.class),
                HeapDumps.parse(attributes));
    }

    /** Returns the iterations of one window when their number is given in all. */
    int windowOf(int total) {
        int chosen = Math.max(1, Math.min(LONGEST_CHOSEN_WARMUP, total / 5));
        return Math.max(1, (total - Math.max(1, warmup.orElse(chosen))) / WINDOWS);
    }

    boolean watches(Resource kind) {
        return kinds.contains(kind);
    }

    /** Tells whether a kind was named, and not only meant by naming none. */
    boolean isExplicit(Resource kind) {
        return explicit.contains(kind);
    }

    private static OptionalInt iterations(Attributes attributes, int warmup) {
        int least = warmup + WINDOWS; // scaling never takes a window away
        int given = (int) attributes.scaledNumber("iterations", 0);
        return given == 0 ? OptionalInt.empty() : OptionalInt.of(Math.max(least, given));
    }

    private static OptionalInt warmup(Attributes attributes) {
        int given = (int) attributes.scaledNumber("warmup", -1);
        return given < 0 ? OptionalInt.empty() : OptionalInt.of(given);
    }

    private static void checkTogether(Attributes attributes) {
        int iterations = attributes.integer("iterations", 0);
        int warmup = attributes.integer("warmup", -1);
        if (iterations > 0 && iterations < LEAST_ITERATIONS) {
            throw attributes.error(
                    "iterations",
                    iterations + " is too few: a leak shows as growth in each of " + WINDOWS
                            + " windows after at least one iteration of warm-up",
                    LEAST_ITERATIONS + " or more, or 0 to let Wringer choose");
        }
        if (iterations > 0 && iterations - warmup < WINDOWS) {
            throw attributes.error(
                    "iterations = " + iterations + " leaves fewer than " + WINDOWS + " iterations after warmup = "
                            + warmup + ".",
                    "Raise iterations to " + (warmup + WINDOWS) + " or more, or lower warmup.");
        }
    }

    private static Duration budget(Attributes attributes) {
        if (attributes.duration("budget").isZero()) {
            throw attributes.error("budget", "no time to repeat anything", "for example \"2s\"");
        }
        return attributes.scaledDuration("budget");
    }

    private static Set<Resource> kinds(Attributes attributes) {
        List<Resource> watch = attributes.constants("watch", Resource.class);
        Set<Resource> kinds = watch.isEmpty() ? EnumSet.allOf(Resource.class) : EnumSet.copyOf(watch);
        for (Resource except : attributes.constants("except", Resource.class)) {
            if (!kinds.remove(except)) {
                throw attributes.error(
                        "except", except + " is not watched anyway", "kinds that watch contains, once each");
            }
        }
        if (kinds.isEmpty()) {
            throw attributes.error("except", "nothing is left to watch", "fewer kinds than watch contains");
        }
        return kinds;
    }

    private static Ignored ignored(Attributes attributes) {
        List<String> patterns = attributes.texts("ignore");
        for (String pattern : patterns) {
            if (!Ignored.isValid(pattern)) {
                throw attributes.error(
                        "ignore",
                        '"' + pattern + "\" is no pattern of class or field names",
                        "for example \"com.acme.cache.*\" or \"com.acme.Registry.entries\"");
            }
        }
        return Ignored.of(patterns);
    }
}
