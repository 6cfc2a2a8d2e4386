package io.wringer.extension.leak.pairs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/**
 * One round of a campaign, in a JVM of its own so that nothing is warm: the smallest leak, every clean body once in an
 * order of its own, and the smallest leak again. Prints one line per verdict, and all that was said behind a wrong one.
 *
 * <p>Arguments: the number of the round, from which the order follows; if a second one is given, nothing but so many
 * smallest leaks.
 */
final class LeakCampaign {

    /** What a line of a verdict begins with. */
    static final String MARK = "campaign:";

    static final String SMALLEST = "SmallestLeak";

    private LeakCampaign() {}

    /** Keeps one object of sixteen bytes per iteration. */
    static final class SmallestLeak implements Pair {
        private final List<Object> kept = new ArrayList<>();

        @Override
        public void broken() {
            kept.add(new Object());
        }

        @Override
        public void clean() {
            throw new UnsupportedOperationException("the clean bodies are others");
        }
    }

    public static void main(String[] arguments) throws Throwable {
        if (arguments.length > 1) {
            smallest(Integer.parseInt(arguments[1]));
        } else {
            round(Long.parseLong(arguments[0]));
        }
        System.exit(0); // whatever threads the libraries left
    }

    private static void smallest(int times) throws Throwable {
        for (int i = 0; i < times; i++) {
            smallest();
        }
    }

    private static void round(long number) throws Throwable {
        smallest();
        List<Supplier<CleanBodies.CleanBody>> bodies = new ArrayList<>(CleanBodies.all());
        Collections.shuffle(bodies, new Random(number));
        for (Supplier<CleanBodies.CleanBody> opening : bodies) {
            try (CleanBodies.CleanBody body = opening.get()) {
                clean(body);
            }
        }
        smallest();
    }

    private static void clean(CleanBodies.CleanBody body) throws Throwable {
        long start = System.nanoTime();
        PairRun run = PairRun.of(PairBody.clean(body), Map.of());
        print(body.getClass().getSimpleName(), run.said().isEmpty(), start, run);
    }

    private static void smallest() throws Throwable {
        long start = System.nanoTime();
        try (SmallestLeak body = new SmallestLeak()) {
            PairRun run = PairRun.of(PairBody.broken(body), Map.of());
            boolean found = run.failures().size() == 1
                    && run.text().contains("SmallestLeak -> kept: ArrayList -> [elements] -> java.lang.Object (+1.00");
            print(SMALLEST, found, start, run);
        }
    }

    private static void print(String body, boolean right, long start, PairRun run) {
        Map<String, ?> facts = run.outcome().observations().facts();
        System.out.printf(
                Locale.ROOT,
                "%s %s %s %.2f s, %s iterations, %s collections, %s%n",
                MARK,
                body,
                right ? "right" : "WRONG",
                (System.nanoTime() - start) / 1e9,
                facts.get("iterations"),
                facts.get("collections"),
                run.outcome().observations().summary());
        if (!right) {
            System.out.println(run.everything());
            System.out.println(facts);
        }
    }
}
