package io.wringer.benchmark.chaos;

import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import io.wringer.extension.chaos.ChaosSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Wringer beside Byteman: what a call costs more than without either. Each state in JVMs of its own, in turns, with the
 * calls as deep in the stack as those of a test that JUnit runs, since Byteman returns by throwing.
 */
final class Byteman {

    private static final int DEPTH = 80;
    private static final int TURNS = 3;
    private static final int ROUNDS = 9;
    private static final double NANOS_OF_WARM_UP = 1.5e9;
    private static final double NANOS_PER_ROUND = 60e6;
    private static final double LEAST_COST = 0.05; // ns; less is noise

    private static final double LEAST_RATIO_IDLE = 30;
    private static final double LEAST_RATIO_RETURNING = 300;

    private static volatile long sink;

    private Byteman() {}

    /** What a call meets. */
    enum State {
        NOTHING,
        WRINGER_DISARMED,
        WRINGER_ELSEWHERE,
        WRINGER_NTH,
        WRINGER_RETURNING,
        BYTEMAN_NOT_MATCHING,
        BYTEMAN_RETURNING;

        boolean isByteman() {
            return name().startsWith("BYTEMAN");
        }
    }

    static final class Woven {
        static long work(long x) {
            long y = x ^ x << 13;
            y ^= y >>> 7;
            return (y ^ y << 17) * 0x9e3779b97f4a7c15L;
        }
    }

    static class Fixture {
        @ChaosFault(fault = Fault.RETURN, value = "7", type = Woven.class, method = "work")
        void returning() {}

        @ChaosFault(fault = Fault.RETURN, value = "7", type = Woven.class, method = "work", nth = Integer.MAX_VALUE)
        void never() {}
    }

    static boolean measure() throws Exception {
        Map<State, double[]> nanos = new LinkedHashMap<>();
        for (int turn = 0; turn < TURNS; turn++) {
            for (State state : State.values()) {
                nanos.computeIfAbsent(state, missing -> new double[TURNS])[turn] =
                        Fork.run(options(state), Byteman.class, state.name())[0];
            }
        }
        nanos.forEach((state, values) ->
                System.out.printf(Locale.ROOT, "  a call with %s: %.2f ns%n", state, Figures.median(values)));
        double byteman = cost(nanos, State.BYTEMAN_NOT_MATCHING);
        return Figures.atLeast(
                        LEAST_RATIO_IDLE,
                        byteman / cost(nanos, State.WRINGER_DISARMED),
                        "times cheaper than Byteman 4.0.27 that does not match, disarmed")
                & Figures.atLeast(
                        LEAST_RATIO_IDLE,
                        byteman / cost(nanos, State.WRINGER_ELSEWHERE),
                        "times cheaper than Byteman 4.0.27 that does not match, armed for another test")
                & Figures.atLeast(
                        LEAST_RATIO_RETURNING,
                        Figures.median(nanos.get(State.BYTEMAN_RETURNING))
                                / Figures.median(nanos.get(State.WRINGER_RETURNING)),
                        "times cheaper than Byteman 4.0.27, returning a value");
    }

    private static double cost(Map<State, double[]> nanos, State state) {
        return Math.max(LEAST_COST, Figures.median(nanos.get(state)) - Figures.median(nanos.get(State.NOTHING)));
    }

    private static List<String> options(State state) throws Exception {
        return state.isByteman() ? List.of("-javaagent:" + jar() + "=script:" + script(state)) : List.of();
    }

    private static String jar() {
        return Stream.of(System.getProperty("java.class.path").split(":"))
                .filter(path -> path.matches(".*/byteman-[0-9.]+\\.jar"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Byteman is on the class path in -Pbenchmark only"));
    }

    private static Path script(State state) throws Exception {
        Path script = Files.createTempFile("benchmark", ".btm");
        script.toFile().deleteOnExit();
        return Files.write(
                script,
                List.of(
                        "RULE benchmark",
                        "CLASS " + Woven.class.getName(),
                        "METHOD work",
                        "AT ENTRY",
                        "IF " + (state == State.BYTEMAN_RETURNING ? "TRUE" : "FALSE"),
                        "DO RETURN 7",
                        "ENDRULE"));
    }

    /** Measures one state in this JVM. */
    public static void main(String[] arguments) throws Exception {
        State state = State.valueOf(arguments[0]);
        try (AutoCloseable open = open(state)) {
            System.out.println(deep(DEPTH));
        }
    }

    private static AutoCloseable open(State state) throws Exception {
        return switch (state) {
            case WRINGER_DISARMED -> {
                Session.open(Fixture.class, "returning", false).close();
                yield () -> {};
            }
            case WRINGER_ELSEWHERE -> Session.elsewhere(Fixture.class, "returning");
            case WRINGER_NTH -> started("never");
            case WRINGER_RETURNING -> started("returning");
            default -> () -> {};
        };
    }

    private static ChaosSession started(String fault) throws Exception {
        ChaosSession session = Session.open(Fixture.class, fault, false);
        session.start();
        return session;
    }

    private static double deep(int depth) {
        return depth == 0 ? measured() : deep(depth - 1);
    }

    private static double measured() {
        int calls = 1000;
        long start = System.nanoTime();
        for (double nanos = nanos(calls);
                nanos * calls < NANOS_PER_ROUND || System.nanoTime() - start < NANOS_OF_WARM_UP;
                nanos = nanos(calls)) {
            calls = nanos * calls < NANOS_PER_ROUND ? 2 * calls : calls;
        }
        double[] rounds = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            rounds[i] = nanos(calls);
        }
        return Figures.median(rounds);
    }

    private static double nanos(int calls) {
        long start = System.nanoTime();
        long x = 1;
        for (int i = 0; i < calls; i++) {
            x = Woven.work(x);
        }
        sink = x;
        return (System.nanoTime() - start) / (double) calls;
    }
}
