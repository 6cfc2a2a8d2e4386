package io.wringer.extension.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The annotations without the engine: every annotated element errors, none is green, and the message says what to add. */
class MissingEngineIT {

    private static final String REMEDY = "add the engine to the test dependencies, in Maven:"
            + " <dependency><groupId>io.wringer</groupId><artifactId>wringer-extension</artifactId>";

    @ParameterizedTest
    @ValueSource(strings = "6.1.3")
    void isAnErrorOfEachAnnotatedElement(String junit) throws Exception {
        build(junit, System.getProperty("compatibility.surefire"));
    }

    @Tag("matrix")
    @ParameterizedTest
    @CsvSource({"5.10.5, 3.2.5", "5.14.4, 3.5.4"})
    void isAnErrorWithOlderVersions(String junit, String surefire) throws Exception {
        build(junit, surefire);
    }

    private static void build(String junit, String surefire) throws Exception {
        SampleProject project =
                SampleProject.copy("missing-engine", junit).junit(junit).surefire(surefire);

        Build build = project.test()
                .succeeded()
                .endedAs("missing-engine/expected.txt")
                .reportedBySurefire();

        assertThat(build.journal()).as("bodies that were entered").isEqualTo(Map.of("OnMethodsTest", "plain"));
        assertThat(build.outcomes().values())
                .filteredOn(outcome -> outcome.status().equals("FAILED"))
                .allSatisfy(outcome -> {
                    assertThat(outcome.type())
                            .isEqualTo("org.junit.jupiter.api.extension.ExtensionConfigurationException");
                    assertThat(outcome.message()).contains(REMEDY);
                });
    }
}
