package io.wringer.extension.leak;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.extension.testkit.ChildJvm;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where something can't be watched, that is said by kind and with the reason, and everything else is. */
class DegradedTest {

    private static final String THREADS = "FAILURE threads waiting for a latch accumulate: +1.00 per iteration";

    @Test
    void withoutAnAgentNoHolderIsNamedAndNothingPassesInSilence() throws Exception {
        List<String> said = ChildJvm.run(Degraded.class, "-XX:-EnableDynamicAgentLoading", "-Xmx256m");

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
        List<String> said = ChildJvm.run(Degraded.class, "-Dwithout.commands=true", "-Xmx256m");

        assertThat(said)
                .anyMatch(line -> line.startsWith(THREADS))
                .contains("NOTE the heap was not watched: this JVM has no gcClassHistogram command");
    }
}
