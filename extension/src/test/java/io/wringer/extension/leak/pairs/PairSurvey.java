package io.wringer.extension.leak.pairs;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Runs pairs with Wringer and prints all that it says; for a look at the messages.
 *
 * <p>Arguments: the names of pairs, none for all. System property {@code survey.budget}: a duration instead of the tests' numbers
 * of iterations.
 */
final class PairSurvey {

    private PairSurvey() {}

    public static void main(String[] names) {
        List<PairCase> pairs = names.length == 0
                ? PairCase.all().toList()
                : Arrays.stream(names).map(PairCase::named).toList();
        String budget = System.getProperty("survey.budget");
        for (PairCase pair : pairs) {
            Map<String, String> overrides = budget == null ? pair.numbers() : Map.of("wringer.leak.budget", budget);
            print(pair, "broken", () -> PairRun.ofBroken(pair, overrides));
            print(pair, "clean", () -> PairRun.ofClean(pair, overrides));
        }
        System.exit(0);
    }

    private static void print(PairCase pair, String which, Check check) {
        long start = System.nanoTime();
        try {
            PairRun run = check.run();
            System.out.printf(
                    "== %s %s %s %.2f s%n%s%n",
                    pair, which, sum(pair, which, run), (System.nanoTime() - start) / 1e9, run.everything());
        } catch (Throwable e) {
            System.out.printf("== %s %s ERROR %s%n", pair, which, e);
            e.printStackTrace(System.out);
        }
    }

    private static String sum(PairCase pair, String which, PairRun run) {
        if (which.equals("clean")) {
            return run.said().isEmpty() ? "ok" : "FALSE-ALARM";
        }
        if (run.failures().isEmpty()) {
            return "MISSED";
        }
        List<String> missing = Arrays.stream(pair.expected().says())
                .filter(part -> !run.text().contains(part))
                .toList();
        return missing.isEmpty() ? "ok" : "UNNAMED " + missing;
    }

    private interface Check {
        PairRun run() throws Throwable;
    }
}
