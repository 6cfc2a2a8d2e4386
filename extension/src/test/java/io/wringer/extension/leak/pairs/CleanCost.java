package io.wringer.extension.leak.pairs;

import io.wringer.benchmark.leak.LiveHeap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a clean verdict costs for each of the clean bodies, without the body, as multiples of one full collection of the
 * same heap in the same JVM.
 *
 * <p>Arguments: live megabytes, and how many verdicts of each body.
 */
final class CleanCost {

    private CleanCost() {}

    public static void main(String[] arguments) throws Throwable {
        LiveHeap.fill(Integer.parseInt(arguments[0]));
        int rounds = Integer.parseInt(arguments[1]);
        System.out.printf(Locale.ROOT, "JDK %s, %d MB live%n", Runtime.version(), LiveHeap.used());
        for (Supplier<CleanBodies.CleanBody> opening : CleanBodies.all()) {
            measure(opening, rounds);
        }
        System.exit(0); // whatever threads the libraries left
    }

    private static void measure(Supplier<CleanBodies.CleanBody> opening, int rounds) throws Throwable {
        List<Double> costs = new ArrayList<>();
        List<Object> collections = new ArrayList<>();
        String name = "";
        for (int i = 0; i < rounds; i++) {
            double unit = collection();
            try (Timed body = new Timed(opening.get())) {
                name = body.body.getClass().getSimpleName();
                long start = System.nanoTime();
                PairRun run = PairRun.of(PairBody.clean(body), Map.of());
                costs.add((System.nanoTime() - start - body.nanos) / unit);
                collections.add(run.outcome().observations().facts().get("collections"));
                if (!run.said().isEmpty()) {
                    System.out.println("WRONG " + run.everything());
                }
            }
        }
        double[] sorted =
                costs.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "%s: median %.1f collections, %s, %s collections asked for%n",
                name,
                sorted[sorted.length / 2],
                Arrays.toString(costs.stream()
                        .map(cost -> String.format(Locale.ROOT, "%.1f", cost))
                        .toArray()),
                collections);
    }

    private static double collection() {
        double[] nanos = new double[3];
        for (int i = 0; i < nanos.length; i++) {
            long start = System.nanoTime();
            System.gc();
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return nanos[1];
    }

    /** A body that takes down its own time. */
    private static final class Timed implements Pair {
        final CleanBodies.CleanBody body;
        long nanos;

        Timed(CleanBodies.CleanBody body) {
            this.body = body;
        }

        @Override
        public void clean() throws Exception {
            long start = System.nanoTime();
            try {
                body.clean();
            } finally {
                nanos += System.nanoTime() - start;
            }
        }

        @Override
        public void broken() {
            throw new UnsupportedOperationException("there is no broken body");
        }

        @Override
        public void close() throws Exception {
            body.close();
        }
    }
}
