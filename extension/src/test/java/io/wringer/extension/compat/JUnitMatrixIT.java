package io.wringer.extension.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.extension.compat.Build.Outcome;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One binary, all combinations of annotations, with each JUnit and Surefire that users may have.
 *
 * <p>The oldest and the newest pair belong to the ordinary build. The others are chosen so that each version of one is
 * run with an old and a new version of the other, one after another and in parallel; half of them on each JDK.
 */
class JUnitMatrixIT {

    @ParameterizedTest(name = "JUnit {0}, Surefire {1}, parallel {2}")
    @CsvSource({"5.10.5, 3.2.5, false", "6.1.3, 3.6.1, true"})
    void oldestAndNewest(String junit, String surefire, boolean parallel) throws Exception {
        build(junit, surefire, parallel);
    }

    @Tag("matrix")
    @EnabledForJreRange(max = JRE.JAVA_20)
    @ParameterizedTest(name = "JUnit {0}, Surefire {1}, parallel {2}")
    @CsvSource({"5.10.5, 3.6.1, true", "5.12.2, 3.5.4, false", "5.14.4, 3.2.5, true", "6.0.3, 3.3.1, false"})
    void betweenOnAnOldJdk(String junit, String surefire, boolean parallel) throws Exception {
        build(junit, surefire, parallel);
    }

    @Tag("matrix")
    @EnabledForJreRange(min = JRE.JAVA_21)
    @ParameterizedTest(name = "JUnit {0}, Surefire {1}, parallel {2}")
    @CsvSource({"5.12.2, 3.3.1, true", "5.14.4, 3.6.1, false", "6.0.3, 3.5.4, true", "6.1.3, 3.2.5, false"})
    void betweenOnANewJdk(String junit, String surefire, boolean parallel) throws Exception {
        build(junit, surefire, parallel);
    }

    private static void build(String junit, String surefire, boolean parallel) throws Exception {
        boolean since513 = !junit.startsWith("5.10.") && !junit.startsWith("5.12.");
        Build build = SampleProject.copy("combinations", junit + "-" + surefire + (parallel ? "-parallel" : ""))
                .junit(junit)
                .surefire(surefire)
                .with("junit.parallel", String.valueOf(parallel))
                .with("sources.left.out", since513 ? "none" : "**/since513/**")
                .test();

        build.succeeded();
        if (since513) {
            build.endedAs("combinations/expected.txt", "combinations/expected-since-5.13.txt");
            build.enteredAs("combinations/journal.txt", "combinations/journal-since-5.13.txt");
        } else {
            build.endedAs("combinations/expected.txt");
            build.enteredAs("combinations/journal.txt");
        }
        build.reportedBySurefire();
        hasOneResultPerTest(build);
        bringsNothingElse(build);
        selects(build);
    }

    /** Every wrung test has exactly one result, which agrees with JUnit, is printed once, and is in the index. */
    private static void hasOneResultPerTest(Build build) throws IOException {
        List<Results.Result> results = Results.read(build.directory());
        Map<String, Outcome> outcomes = build.outcomes();
        Set<String> plain = Set.of("PlainTest", "FirstBystanderTest", "SecondBystanderTest");
        Set<String> wrung = outcomes.keySet().stream()
                .filter(test -> !plain.contains(test.split("/")[0]))
                .filter(test -> !test.equals("FaultsTest/bystander()"))
                .filter(test -> !test.startsWith("ObjectivesTest/twice()"))
                .collect(Collectors.toSet());

        assertThat(results)
                .extracting(Results.Result::test)
                .filteredOn(test -> !test.startsWith("ObjectivesTest/twice()"))
                .filteredOn(test -> test.contains("("))
                .containsExactlyInAnyOrderElementsOf(wrung);
        for (Results.Result result : results) {
            if (outcomes.containsKey(result.test())) {
                assertThat(status(result.verdict()))
                        .as(result.test())
                        .isEqualTo(outcomes.get(result.test()).status());
            }
        }
        String index = Files.readString(build.directory().resolve("target/wringer/index.json"));
        assertThat(results)
                .allSatisfy(result ->
                        assertThat(index).contains(result.file().getFileName().toString()));
        assertThat(build.output().out().lines().filter(line -> line.contains("[wringer] ") && line.contains(" - ")))
                .hasSize(results.size());
    }

    private static String status(String verdict) {
        return switch (verdict) {
            case "PASSED" -> "SUCCESSFUL";
            case "ABORTED", "INCONCLUSIVE" -> "ABORTED";
            default -> "FAILED";
        };
    }

    /** Wringer's own libraries are inside its jar: a user's class path gains two jars and no other. */
    private static void bringsNothingElse(Build build) throws IOException {
        assertThat(Arrays.stream(build.classPath().split(File.pathSeparator))
                        .map(entry -> Path.of(entry).getFileName().toString())
                        .filter(name -> name.endsWith(".jar"))
                        .filter(name -> !name.matches("(junit-|opentest4j-|apiguardian-|jspecify-).*")))
                .containsExactlyInAnyOrder(
                        "wringer-extension-" + StagedJars.VERSION + ".jar",
                        "wringer-annotations-" + StagedJars.VERSION + ".jar");
    }

    /** Selects with the API of the launcher: a class, a method, one invocation by its unique id. */
    private static void selects(Build build) throws Exception {
        String engine = "id:[engine:junit-jupiter]/";
        Selection.run(
                build,
                "-XX:+EnableDynamicAgentLoading",
                new Selection("class:it.LifecycleTest", "LifecycleTest/load()/#1 SUCCESSFUL"),
                new Selection("method:it.ObjectivesTest#missed", "ObjectivesTest/missed()/#1 FAILED"),
                new Selection(
                        engine + "[class:it.ObjectivesTest]/[test-template:met()]/[test-template-invocation:#1]",
                        "ObjectivesTest/met()/#1 SUCCESSFUL"),
                new Selection(
                        engine + "[class:it.TemplatesTest]/[test-template:leakFreeValues(java.lang.String)]"
                                + "/[test-template-invocation:#2]",
                        "TemplatesTest/leakFreeValues(java.lang.String)/#2 FAILED"),
                new Selection(
                        engine + "[class:it.TemplatesTest]/[test-template:stressedValues(java.lang.String)]"
                                + "/[test-template-invocation:#1]",
                        "TemplatesTest/stressedValues(java.lang.String)/#1 SUCCESSFUL"));
    }
}
