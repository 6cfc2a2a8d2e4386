package io.wringer.extension.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What else users have: old libraries, modules, reruns, forks, the console launcher. */
@Tag("matrix")
class SurroundingsIT {

    private static final String NEWEST_JUNIT = "6.1.3";
    private static final String ATTACH = "-XX:+EnableDynamicAgentLoading";

    @Test
    void leavesUsersTheirOldLibraries() throws Exception {
        SampleProject.copy("old-libraries", "", "agent")
                .junit(NEWEST_JUNIT)
                .with("argLine", ATTACH)
                .test()
                .succeeded()
                .endedAs("agent/expected.txt", "old-libraries/expected.txt");
    }

    /** Inside a module the listener that records the other builds isn't found; Surefire and Wringer report. */
    @Test
    void runsTestsInsideTheUsersModule() throws Exception {
        Build build = SampleProject.copy("modular", "", "agent")
                .junit(NEWEST_JUNIT)
                .with("argLine", ATTACH)
                .test()
                .succeeded();

        assertThat(Results.read(build.directory()))
                .extracting(result -> result.test() + " " + result.verdict())
                .containsExactlyInAnyOrder(
                        "NeedsAgentTest/clean() PASSED",
                        "NeedsAgentTest/leaky() FAILED",
                        "NeedsAgentTest/faulted() PASSED",
                        "NeedsNoAgentTest/stressed()/#1 PASSED",
                        "NeedsNoAgentTest/broken()/#1 FAILED");
        assertThat(SurefireReports.read(build.directory()).tests()).isEqualTo(7);
        assertThat(SurefireReports.read(build.directory()).red()).isEqualTo(2);
    }

    /** The module path only, as {@code java} starts it; JUnit 5 and 6 have different modules. */
    @ParameterizedTest
    @CsvSource({"5.10.5", NEWEST_JUNIT})
    void runsAsAModule(String junit) throws Exception {
        SampleProject project = SampleProject.copy("modules", junit).junit(junit);
        project.run("compile").succeeded();
        Path target = project.directory().resolve("target");

        Command.Result result = Command.run(
                project.directory(),
                Map.of(),
                List.of(
                        Selection.java(),
                        ATTACH,
                        "--module-path",
                        target.resolve("classes") + File.pathSeparator + target.resolve("modules"),
                        "--module",
                        "it.modules/it.modules.Main"));

        assertThat(result.exitCode()).as(result.all()).isZero();
        assertThat(result.out()).contains("succeeded: 3");
    }

    /** Each attempt leaves a result of its own, in whichever JVM it ran. */
    @ParameterizedTest(name = "Surefire {0}, JUnit {1}, forks reused: {2}")
    @CsvSource({"3.6.1, 6.1.3, true", "3.2.5, 5.10.5, false"})
    void losesNoResultInRerunsAndForks(String surefire, String junit, boolean reuseForks) throws Exception {
        Build build = SampleProject.copy("reruns", surefire)
                .surefire(surefire)
                .junit(junit)
                .with("forkCount", "2")
                .with("reuseForks", String.valueOf(reuseForks))
                .with("surefire.rerunFailingTestsCount", "1")
                .with("argLine", ATTACH)
                .test()
                .succeeded();

        assertThat(results(build)).isEqualTo(attempts(build));
        assertThat(Results.read(build.directory())).hasSize(12 + 8);
        assertThat(build.files("target/wringer/index.json")).hasSize(1);
        assertThat(SurefireReports.read(build.directory()).flaky()).isEqualTo(4);
        assertThat(SurefireReports.read(build.directory()).red()).isEqualTo(4);
    }

    private static Map<String, Long> attempts(Build build) throws Exception {
        return build.recorded().stream()
                .collect(Collectors.groupingBy(
                        attempt -> attempt.test() + " " + attempt.status(), HashMap::new, Collectors.counting()));
    }

    private static Map<String, Long> results(Build build) throws Exception {
        return Results.read(build.directory()).stream()
                .collect(Collectors.groupingBy(
                        result -> result.test() + (result.verdict().equals("PASSED") ? " SUCCESSFUL" : " FAILED"),
                        HashMap::new,
                        Collectors.counting()));
    }

    @ParameterizedTest
    @CsvSource({"1.14.4, 5.14.4", "6.1.3, 6.1.3"})
    void runsInTheConsoleLauncher(String console, String junit) throws Exception {
        SampleProject project = SampleProject.copy("agent", "console-" + console)
                .junit(junit)
                .argument("-Pconsole")
                .with("console.version", console);
        Build build = project.run("test-compile").succeeded();
        String classPath = String.join(
                File.pathSeparator,
                "target/test-classes",
                StagedJars.extension().toString(),
                StagedJars.annotations().toString());

        Command.Result result = Command.run(
                project.directory(),
                Map.of(),
                List.of(
                        Selection.java(),
                        ATTACH,
                        "-jar",
                        Maven.artifact("org.junit.platform", "junit-platform-console-standalone", console)
                                .toString(),
                        "execute",
                        "--disable-banner",
                        "--class-path",
                        classPath,
                        "--scan-class-path"));

        assertThat(result.exitCode()).as(result.all()).isEqualTo(1); // there are failing tests
        build.endedAs("agent/expected.txt");
        assertThat(Results.read(project.directory())).hasSize(5);
        assertThat(result.out()).contains("[wringer] report: ");
    }
}
