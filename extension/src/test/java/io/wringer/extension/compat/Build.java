package io.wringer.extension.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A finished build of a sample project.
 *
 * @param directory where it ran
 * @param output what Maven said
 */
record Build(Path directory, Command.Result output) {

    /** Requires that Maven came to its end; failing tests don't fail these builds. */
    Build succeeded() {
        assertThat(output.exitCode()).as(output.all()).isZero();
        return this;
    }

    /** Requires that exactly the expected tests ran, and that each ended as expected and said why. */
    Build endedAs(String... expectations) throws IOException {
        List<Expectation> expected = new ArrayList<>();
        for (String file : expectations) {
            expected.addAll(Expectation.read(SampleProject.expectations(file)));
        }
        Map<String, Outcome> outcomes = outcomes();
        assertThat(differences(expected, outcomes)).as(directory.toString()).isEmpty();
        return this;
    }

    private static List<String> differences(List<Expectation> expected, Map<String, Outcome> outcomes) {
        Set<String> unexpected = new TreeSet<>(outcomes.keySet());
        List<String> differences = new ArrayList<>();
        for (Expectation each : expected) {
            unexpected.remove(each.test());
            Outcome outcome = outcomes.get(each.test());
            if (outcome == null) {
                differences.add(each.test() + " did not run");
            } else if (!each.isMetBy(outcome)) {
                differences.add("expected " + each + " but was " + outcome);
            }
        }
        unexpected.forEach(test -> differences.add("not expected: " + outcomes.get(test)));
        return differences;
    }

    /** Requires that Surefire reports the same number of red tests as JUnit. */
    Build reportedBySurefire() throws IOException {
        SurefireReports reports = SurefireReports.read(directory);
        Map<String, Outcome> outcomes = outcomes();
        assertThat(reports.red()).as("failures and errors in %s", directory).isEqualTo(count(outcomes, "FAILED"));
        return this;
    }

    /** Requires that bodies and callbacks were entered exactly as often, and in the order, that files say. */
    Build enteredAs(String... journals) throws IOException {
        Map<String, String> expected = new TreeMap<>();
        for (String file : journals) {
            Files.readAllLines(SampleProject.expectations(file)).forEach(line -> note(line, expected));
        }
        assertThat(journal()).as("journal of %s", directory).isEqualTo(expected);
        return this;
    }

    /** Returns how each test ended, by its place in the tree; the last of several attempts counts. */
    Map<String, Outcome> outcomes() throws IOException {
        Map<String, Outcome> outcomes = new TreeMap<>();
        recorded().forEach(outcome -> outcomes.put(outcome.test(), outcome));
        return outcomes;
    }

    /** Returns all attempts, in the order of each JVM. */
    List<Outcome> recorded() throws IOException {
        return recorded("target/outcomes");
    }

    /** Returns what the recorder wrote to a directory. */
    List<Outcome> recorded(String path) throws IOException {
        List<Outcome> outcomes = new ArrayList<>();
        for (Path file : files(path + "/*.tsv")) {
            Files.readAllLines(file).stream().map(Outcome::parse).forEach(outcomes::add);
        }
        return outcomes;
    }

    /** Returns the order of events per test, such as {@code before body*20 after}. */
    Map<String, String> journal() throws IOException {
        Map<String, String> journal = new TreeMap<>();
        for (Path file : files("target/outcomes/*.journal")) {
            Files.readAllLines(file).forEach(line -> note(line, journal));
        }
        return journal;
    }

    private static void note(String line, Map<String, String> journal) {
        String[] parts = line.split(": ", 2);
        journal.merge(parts[0], parts[1], (a, b) -> a + " | " + b);
    }

    /** Returns the class path of the test JVM. */
    String classPath() throws IOException {
        return Files.readAllLines(files("target/outcomes/*.classpath").get(0)).get(0);
    }

    List<Path> files(String glob) throws IOException {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + directory + "/" + glob);
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(matcher::matches).sorted().toList();
        }
    }

    private static int count(Map<String, Outcome> outcomes, String status) {
        return (int) outcomes.values().stream()
                .filter(outcome -> outcome.status().equals(status))
                .count();
    }

    /** How a test ended. */
    record Outcome(String test, String status, String type, String message) {

        static Outcome parse(String line) {
            String[] parts = line.split("\t", -1);
            return new Outcome(parts[0], parts[1], parts[2], parts[3].replace("\\n", "\n"));
        }
    }

    /** How a test must end, and a part of what it must say. */
    record Expectation(String test, String status, String message) {

        boolean isMetBy(Outcome outcome) {
            return List.of(status.split(" or ")).contains(outcome.status())
                    && outcome.message().contains(message);
        }

        static List<Expectation> read(Path file) throws IOException {
            return Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Expectation::parse)
                    .toList();
        }

        private static Expectation parse(String line) {
            String[] parts = line.split(" \\| ", 3);
            return new Expectation(parts[0].trim(), parts[1].trim(), parts.length > 2 ? parts[2].trim() : "");
        }
    }
}
