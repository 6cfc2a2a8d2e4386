package io.wringer.extension.report;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All results of a directory; immutable.
 *
 * @param tests sorted by class, then in the order in which they ran
 * @param skipped files that hold no result
 */
record Index(List<Test> tests, List<Skipped> skipped) {

    static final String JSON = "index.json";
    static final String PAGE = "index.html";

    private static final Comparator<StoredResult> NEWEST_FIRST = Comparator.comparing(StoredResult::started)
            .thenComparing(StoredResult::fileName)
            .reversed();

    /**
     * The results of one test or invocation.
     *
     * @param latest the one that counts
     * @param older earlier ones, newest first
     */
    record Test(StoredResult latest, List<StoredResult> older) {

        /** Tells whether the test ended in another way before. */
        boolean changed() {
            return older.stream().anyMatch(result -> result.status() != latest.status());
        }
    }

    /**
     * A file that was left out.
     *
     * @param name name of the file
     * @param reason why it was left out
     */
    record Skipped(String name, String reason) {}

    /** Reads all results; a file that cannot be read is skipped, not an error. */
    static Index read(Path directory) throws IOException {
        List<StoredResult> results = new ArrayList<>();
        List<Skipped> skipped = new ArrayList<>();
        for (Path file : files(directory)) {
            try {
                results.add(StoredResult.read(file));
            } catch (IOException | RuntimeException e) {
                skipped.add(new Skipped(String.valueOf(file.getFileName()), reason(e)));
            }
        }
        return new Index(tests(results), List.copyOf(skipped));
    }

    /** Counts the tests by how their latest run ended; every status has a count. */
    Map<Status, Integer> totals() {
        Map<Status, Integer> totals = new EnumMap<>(Status.class);
        for (Status status : Status.values()) {
            totals.put(status, 0);
        }
        tests.forEach(test -> totals.merge(test.latest().status(), 1, Integer::sum));
        return totals;
    }

    /** Groups the tests by class, in order. */
    Map<String, List<Test>> byClass() {
        Map<String, List<Test>> classes = new LinkedHashMap<>();
        tests.forEach(test -> classes.computeIfAbsent(test.latest().className(), name -> new ArrayList<>())
                .add(test));
        return classes;
    }

    private static List<Path> files(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, "*" + ResultFile.SUFFIX)) {
            stream.forEach(files::add);
        }
        files.removeIf(file -> file.endsWith(JSON) || !Files.isRegularFile(file));
        files.sort(Comparator.naturalOrder());
        return files;
    }

    private static List<Test> tests(List<StoredResult> results) {
        Map<String, List<StoredResult>> byId = new LinkedHashMap<>();
        results.forEach(result ->
                byId.computeIfAbsent(result.id(), id -> new ArrayList<>()).add(result));
        return byId.values().stream()
                .map(Index::test)
                .sorted(Comparator.comparing((Test test) -> test.latest().className())
                        .thenComparing(test -> test.latest().started())
                        .thenComparing(test -> test.latest().fileName()))
                .toList();
    }

    private static Test test(List<StoredResult> results) {
        List<StoredResult> sorted = results.stream().sorted(NEWEST_FIRST).toList();
        return new Test(sorted.get(0), sorted.subList(1, sorted.size()));
    }

    private static String reason(Exception problem) {
        String message = Texts.firstLine(Texts.message(problem));
        return Texts.oneLine(message.isEmpty() ? Texts.describe(problem) : message, 200);
    }
}
