package io.wringer.extension.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The ways to an Instrumentation, and what happens without one. */
@Tag("matrix")
class AgentIT {

    private static final String FORBIDDEN = "-XX:-EnableDynamicAgentLoading";

    /** What must not appear when the one line of the guide is there. */
    private static final Pattern COMPLAINT = Pattern.compile(
            "wringer|byte ?-?buddy|\\bjol\\b|attach|agent|^WARNING|sun\\.misc\\.Unsafe", Pattern.CASE_INSENSITIVE);

    @Test
    void attachesItself() throws Exception {
        newest("self-attached").test().succeeded().endedAs("agent/expected.txt").reportedBySurefire();
    }

    @Test
    void usesOurJarGivenAsAnAgent() throws Exception {
        newest("our-jar")
                .with("argLine", "-javaagent:" + StagedJars.extension() + " " + FORBIDDEN)
                .test()
                .succeeded()
                .endedAs("agent/expected.txt");
    }

    @Test
    void usesTheAgentOfByteBuddy() throws Exception {
        String version = System.getProperty("compatibility.byte-buddy");
        SampleProject project = newest("byte-buddy").argument("-Pbyte-buddy").with("byte-buddy.version", version);
        project.run("test-compile").succeeded(); // brings the jar

        project.with(
                        "argLine",
                        "-javaagent:" + Maven.artifact("net.bytebuddy", "byte-buddy-agent", version) + " " + FORBIDDEN)
                .test()
                .succeeded()
                .endedAs("agent/expected.txt");
    }

    @Test
    void saysWhichLineToAddWhenAttachingIsForbidden() throws Exception {
        newest("forbidden").with("argLine", FORBIDDEN).test().succeeded().endedAs("agent/expected-when-forbidden.txt");
    }

    /** The set-up of the guide: one line in a file, no change of the pom. */
    @Test
    void isSilentWithOneLineInMavenConfig() throws Exception {
        SampleProject project = newest("maven-config");
        Files.writeString(
                project.directory().resolve(".mvn/maven.config"), "-DargLine=-XX:+EnableDynamicAgentLoading\n");

        Build build = project.test().succeeded().endedAs("agent/expected.txt");

        assertThat(build.output().err().lines())
                .as("standard error of the build, where Surefire passes on that of the tests")
                .noneMatch(line -> COMPLAINT.matcher(line).find());
        assertThat(build.output().out().lines())
                .noneMatch(line -> line.startsWith("WARNING") || line.startsWith("# WARNING"));
        assertThat(build.files("target/surefire-reports/*.dumpstream")).isEmpty();
    }

    /** A build tool may pass the standard error on in its own way: the same tests, started by hand. */
    @Test
    void isSilentWithTheFlag() throws Exception {
        Build build = newest("flag").test().succeeded();

        Command.Result result = Selection.run(
                build,
                "-XX:+EnableDynamicAgentLoading",
                new Selection(
                        "class:it.NeedsAgentTest",
                        "NeedsAgentTest/clean() SUCCESSFUL",
                        "NeedsAgentTest/leaky() FAILED",
                        "NeedsAgentTest/faulted() SUCCESSFUL"));

        assertThat(result.err().lines())
                .noneMatch(line -> COMPLAINT.matcher(line).find());
        assertThat(result.out().lines()).noneMatch(line -> line.contains("WARNING"));
    }

    private static SampleProject newest(String variant) throws Exception {
        return SampleProject.copy("agent", variant).junit("6.1.3");
    }
}
