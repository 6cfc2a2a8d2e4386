package io.wringer.extension.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the jar costs those who have it on the class path and don't use it; run by hand on a quiet machine.
 *
 * <p>The same 500 empty tests run with and without the jar, in a new JVM each, in turns, so that whatever else the
 * machine does strikes both. The command is in docs/benchmarks.md.
 */
@Tag("benchmark")
class IdleCostIT {

    private static final int CLASSES = 10;
    private static final int TESTS_PER_CLASS = 50;
    private static final int WARM_UPS = 5;
    private static final int PAIRS = 40;
    private static final double LIMIT = 1.05;
    private static final String JUNIT = "6.1.3";

    @Test
    void isAtMostFivePercentOfFiveHundredEmptyTests() throws Exception {
        SampleProject project = SampleProject.copy("idle", "").junit(JUNIT).with("console.version", JUNIT);
        writeTests(project.directory().resolve("src/test/java/it"));
        project.run("test-compile").succeeded();

        List<Cost> without = new ArrayList<>();
        List<Cost> with = new ArrayList<>();
        for (int pair = -WARM_UPS; pair < PAIRS; pair++) {
            boolean withFirst = pair % 2 == 0;
            Cost first = run(project, withFirst);
            Cost second = run(project, !withFirst);
            if (pair >= 0) {
                with.add(withFirst ? first : second);
                without.add(withFirst ? second : first);
            }
        }
        report("cpu", Cost::cpuMillis, without, with);
        double ratio = report("wall", Cost::wallMillis, without, with);

        assertThat(ratio).as("time with the jar / time without it").isLessThanOrEqualTo(LIMIT);
    }

    /** What a JVM took from its start to the end of the tests. */
    private record Cost(long wallMillis, long cpuMillis) {

        private static final Pattern LINE = Pattern.compile("cost: (\\d+) ms, cpu: (\\d+) ms");

        static Cost parse(String output) {
            Matcher matcher = LINE.matcher(output);
            assertThat(matcher.find()).as(output).isTrue();
            return new Cost(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
        }
    }

    private static double report(String what, ToLongFunction<Cost> cost, List<Cost> without, List<Cost> with) {
        double[] ratios = new double[PAIRS];
        Arrays.setAll(ratios, pair -> (double) cost.applyAsLong(with.get(pair)) / cost.applyAsLong(without.get(pair)));
        System.out.printf(
                Locale.ROOT,
                "JDK %s, %d pairs, %s: without %.0f ms, with %.0f ms (medians);"
                        + " ratio within a pair: median %.3f, quartiles %.3f and %.3f%n",
                Runtime.version().feature(),
                PAIRS,
                what,
                median(cost, without),
                median(cost, with),
                quantile(ratios, 0.5),
                quantile(ratios, 0.25),
                quantile(ratios, 0.75));
        return quantile(ratios, 0.5);
    }

    private static double median(ToLongFunction<Cost> cost, List<Cost> costs) {
        return quantile(costs.stream().mapToLong(cost).asDoubleStream().toArray(), 0.5);
    }

    private static double quantile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) (share * (sorted.length - 1))];
    }

    private static Cost run(SampleProject project, boolean withJar) throws Exception {
        List<String> classPath = new ArrayList<>(List.of(
                Maven.artifact("org.junit.platform", "junit-platform-console-standalone", JUNIT)
                        .toString(),
                "target/test-classes"));
        if (withJar) {
            classPath.addAll(List.of(
                    StagedJars.extension().toString(), StagedJars.annotations().toString()));
        }
        List<String> command = List.of(
                Selection.java(),
                "-cp",
                String.join(File.pathSeparator, classPath),
                "it.Console",
                "execute",
                "--disable-banner",
                "--details=summary",
                "--scan-class-path=target/test-classes");
        Command.Result result = Command.run(project.directory(), Map.of(), command);
        assertThat(result.exitCode()).as(result.all()).isZero();
        assertThat(result.out()).contains(CLASSES * TESTS_PER_CLASS + " tests successful");
        return Cost.parse(result.out());
    }

    private static void writeTests(Path directory) throws IOException {
        Files.createDirectories(directory);
        for (int number = 0; number < CLASSES; number++) {
            StringBuilder text = new StringBuilder("package it;\n\nclass Empty" + number + "Test {\n");
            for (int test = 0; test < TESTS_PER_CLASS; test++) {
                text.append("    @org.junit.jupiter.api.Test void test")
                        .append(test)
                        .append("() {}\n");
            }
            Files.writeString(directory.resolve("Empty" + number + "Test.java"), text.append("}\n"));
        }
    }
}
