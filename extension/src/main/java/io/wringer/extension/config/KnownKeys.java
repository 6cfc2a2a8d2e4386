package io.wringer.extension.config;

import io.wringer.Slo;
import io.wringer.WringerConfigurationException;
import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Link;
import io.wringer.leak.LeakFree;
import io.wringer.stress.StressTest;
import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All keys that mean something to Wringer; any other {@code wringer.*} key is a mistake that gets an error. */
public final class KnownKeys {

    /** What every key begins with. */
    public static final String PREFIX = "wringer.";

    private static final List<Class<? extends Annotation>> ANNOTATIONS =
            List.of(LeakFree.class, StressTest.class, Slo.class, ChaosFault.class, Link.class);

    /** A property that builds use for the version of the dependency; Surefire hands it on to the tests. */
    private static final String VERSION = "wringer.version";

    private KnownKeys() {}

    /** Returns the keys in alphabetical order. */
    public static SortedSet<String> all() {
        return Stream.concat(
                        ANNOTATIONS.stream().flatMap(KnownKeys::attributeKeys),
                        Stream.of(
                                Settings.SEED,
                                Settings.SCALE,
                                Settings.INCONCLUSIVE,
                                Settings.OUTPUT,
                                Settings.LEAK_DUMP))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Checks that every Wringer key among the given ones is known.
     *
     * @throws WringerConfigurationException naming each unknown key and the nearest known one
     */
    public static void check(Collection<String> keys) {
        Set<String> known = all();
        List<String> unknown = keys.stream()
                .filter(key -> key.startsWith(PREFIX) && !known.contains(key) && !key.equals(VERSION))
                .sorted()
                .distinct()
                .toList();
        if (!unknown.isEmpty()) {
            throw new WringerConfigurationException(unknown.stream()
                    .map(key -> describe(key, known))
                    .collect(Collectors.joining(System.lineSeparator())));
        }
    }

    private static String describe(String key, Set<String> known) {
        return "Unknown configuration key " + key + "."
                + Nearest.to(key, known)
                        .map(name -> " Did you mean " + name + "?")
                        .orElse(" Known keys: " + String.join(", ", known) + ".");
    }

    private static Stream<String> attributeKeys(Class<? extends Annotation> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .map(method -> Attributes.key(type, method.getName()));
    }
}
