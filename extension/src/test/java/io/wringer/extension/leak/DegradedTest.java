package io.wringer.extension.leak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Where something can't be watched, that is said by kind and with the reason, and everything else is. */
class DegradedTest {

    private static final String THREADS = "FAILURE threads waiting for a latch accumulate: +1.00 per iteration";

    @Test
    void withoutAnAgentNoHolderIsNamedAndNothingPassesInSilence() throws Exception {
        List<String> said = run(List.of("-XX:-EnableDynamicAgentLoading"), List.of());

        String noAgent = "Wringer needs an agent and has none: the JVM runs with -XX:-EnableDynamicAgentLoading.";
        assertThat(said)
                .anyMatch(line -> line.startsWith(THREADS))
                .anyMatch(line -> line.startsWith("NOTE no holder of growing objects can be named: " + noAgent))
                .anyMatch(line -> line.startsWith("NOTE pools, permits and locks were not watched: " + noAgent))
                .anyMatch(line -> line.startsWith(
                        "NOTE statements, connections and response bodies were not watched: " + noAgent))
                .contains(
                        "NOTE executors were not watched: the JDK's own lists could not be opened",
                        "NOTE unclosed streams were not watched: the JDK's own lists could not be opened",
                        "NOTE shutdown hooks were not watched: the JDK's own lists could not be opened",
                        "NOTE class loaders were not watched: there is no agent");
    }

    @Test
    void withoutDiagnosticCommandsTheHeapIsSaidNotToBeWatched() throws Exception {
        List<String> said = run(List.of("-XX:+EnableDynamicAgentLoading"), List.of("without commands"));

        assertThat(said)
                .anyMatch(line -> line.startsWith(THREADS))
                .contains("NOTE the heap was not watched: this JVM has no gcClassHistogram command");
    }

    private static List<String> run(List<String> flags, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path"), Degraded.class.getName()));
        command.addAll(arguments);
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
