package io.wringer.extension.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A leak is named and a clean body silent under every collector, and where System.gc() does nothing. */
class CollectorsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-XX:+UseSerialGC -XX:+DisableExplicitGC",
                "-XX:+UseParallelGC -XX:-UseCompressedOops",
                "-XX:+UseZGC",
            })
    void namesTheLeakAndNothingElse(String flags) throws Exception {
        check(flags);
    }

    /** With the campaigns, to save the ordinary build a few seconds. */
    @ParameterizedTest
    @EnabledIfSystemProperty(named = "campaign.runs", matches = "\\d+")
    @ValueSource(strings = {"-XX:+UseG1GC -XX:+ExplicitGCInvokesConcurrent", "-XX:+UseShenandoahGC"})
    void namesTheLeakUnderTheRestToo(String flags) throws Exception {
        check(flags);
    }

    private static void check(String flags) throws Exception {
        List<String> said = run(flags);
        assumeTrue(said.stream().noneMatch(line -> line.startsWith("Error: ")), () -> "not in this JVM: " + said);

        assertThat(said)
                .contains(
                        "leak: 1",
                        "leak: FAILURE java.lang.Object accumulates: test instance " + OneOfEach.class.getName()
                                + " -> kept: ArrayList -> [elements] -> java.lang.Object (+1.00 per iteration, "
                                + "16 B each)",
                        "clean: 0");
    }

    private static List<String> run(String flags) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(flags.split(" ")));
        command.addAll(List.of(
                "-Xmx256m",
                "-XX:+EnableDynamicAgentLoading",
                "-cp",
                System.getProperty("java.class.path"),
                OneOfEach.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader lines = process.inputReader()) {
            return lines.lines().toList();
        } finally {
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
        }
    }
}
