package io.wringer.extension.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A request to the launcher, made through its API in a JVM started without a build tool.
 *
 * @param request what is selected, as the support class of the sample projects reads it
 * @param expected the tests that must run, and how they must end
 */
record Selection(String request, String... expected) {

    /** Runs requests one after the other in one JVM, and requires that exactly the expected tests run. */
    static Command.Result run(Build build, String jvmOption, Selection... selections) throws Exception {
        Path outcomes = build.directory().resolve("target/selected");
        List<String> command = new ArrayList<>(
                List.of(java(), jvmOption, "-Doutcomes=" + outcomes, "-cp", build.classPath(), "it.support.Selection"));
        Arrays.stream(selections).map(Selection::request).forEach(command::add);
        Command.Result result = Command.run(build.directory(), Map.of(), command);

        assertThat(result.exitCode()).as(result.all()).isZero();
        assertThat(build.recorded("target/selected"))
                .as(result.all())
                .extracting(outcome -> outcome.test() + " " + outcome.status())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(selections)
                        .flatMap(selection -> Arrays.stream(selection.expected()))
                        .toList());
        return result;
    }

    /** Returns the path of the program that runs this test. */
    static String java() {
        return System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
    }
}
