package io.wringer.extension.leak.pairs;

import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A pair with what is expected of it.
 *
 * @param type the pair
 * @param expected what must be said
 */
record PairCase(Class<? extends Pair> type, Expect expected) {

    private static final int ITERATIONS = 20;
    private static final List<Class<?>> GROUPS = List.of(
            JdkHeapPairs.class,
            JdkThreadPairs.class,
            JdkResourcePairs.class,
            DatabasePairs.class,
            CachePairs.class,
            EventPairs.class,
            NetworkPairs.class,
            CodePairs.class,
            ReleasePairs.class);

    /** Returns all pairs that this JDK can run. */
    static Stream<PairCase> all() {
        return GROUPS.stream()
                .flatMap(group -> Arrays.stream(group.getDeclaredClasses()))
                .filter(type -> type.isAnnotationPresent(Expect.class))
                .map(type -> new PairCase(type.asSubclass(Pair.class), type.getAnnotation(Expect.class)))
                .filter(pair -> pair.expected().jdk() <= Runtime.version().feature())
                .sorted(Comparator.comparing(PairCase::name));
    }

    /** Returns a pair or more of most libraries, or all with {@code -Dpairs=all}. */
    static Stream<PairCase> selected() {
        boolean all = "all".equals(System.getProperty("pairs"));
        return all().filter(pair -> all || pair.expected().ordinary());
    }

    /** Returns the pair of a name. */
    static PairCase named(String name) {
        return all().filter(pair -> pair.name().equals(name)).findFirst().orElseThrow();
    }

    String name() {
        return type.getSimpleName();
    }

    /** Returns overrides that give numbers instead of a budget, so that a busy machine changes nothing. */
    Map<String, String> numbers() {
        int warmup = expected.warmup();
        return Map.of(
                "wringer.leak.iterations", String.valueOf(warmup + ITERATIONS),
                "wringer.leak.warmup", String.valueOf(warmup));
    }

    Pair open() throws Exception {
        Constructor<? extends Pair> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor.newInstance();
    }

    @Override
    public String toString() {
        return expected.library() + ": " + name();
    }
}
