package io.wringer.extension.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wringer.extension.testkit.ChildJvm;
import java.util.List;
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
        List<String> said = ChildJvm.run(OneOfEach.class, (flags + " -Xmx256m").split(" "));
        assumeTrue(said.stream().noneMatch(line -> line.startsWith("Error: ")), () -> "not in this JVM: " + said);

        assertThat(said)
                .contains(
                        "leak: 1",
                        "leak: FAILURE java.lang.Object accumulates: test instance " + OneOfEach.class.getName()
                                + " -> kept: ArrayList -> [elements] -> java.lang.Object (+1.00 per iteration, "
                                + "16 B each)",
                        "clean: 0");
    }
}
