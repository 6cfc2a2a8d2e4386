package io.wringer.extension.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wringer.extension.config.Settings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexTests {

    private static final int BUSY = 3;

    @TempDir
    Path directory;

    @Test
    void aRerunCountsOnceAndKeepsItsHistory() throws IOException {
        publish(Samples.failed());
        publish(Samples.passed().started(Samples.START.plusSeconds(2)));
        publish(Samples.failed().started(Samples.START.plusSeconds(1)));
        Index index = Index.read(directory);
        assertThat(index.totals())
                .containsEntry(Status.PASSED, 1)
                .containsEntry(Status.FAILED, 0)
                .containsEntry(Status.ERROR, 0);
        assertThat(index.tests()).singleElement().satisfies(test -> {
            assertThat(test.latest().status()).isEqualTo(Status.PASSED);
            assertThat(test.changed()).isTrue();
            assertThat(test.older())
                    .extracting(StoredResult::started)
                    .containsExactly(Samples.START.plusSeconds(1), Samples.START);
        });
    }

    @Test
    void testsAreGroupedByClassInTheOrderInWhichTheyRan() throws IOException {
        publish(Samples.passed()
                .uniqueId("2")
                .displayName("B.second")
                .className("B")
                .started(Samples.START.plusSeconds(1)));
        publish(Samples.passed()
                .uniqueId("3")
                .displayName("A.third")
                .className("A")
                .started(Samples.START.plusSeconds(2)));
        publish(Samples.passed().uniqueId("1").displayName("B.first").className("B"));
        Index index = Index.read(directory);
        assertThat(index.byClass().keySet()).containsExactly("A", "B");
        assertThat(index.byClass().get("B"))
                .extracting(test -> test.latest().displayName())
                .containsExactly("B.first", "B.second");
    }

    @Test
    void whatHoldsNoResultIsSkippedWithTheReason() throws IOException {
        String good = Files.readString(publish(Samples.passed()));
        Files.createDirectory(directory.resolve("a-directory.json"));
        put("empty.json", "");
        put("foreign.json", "{\"name\": \"left-pad\"}");
        put("list.json", "[1, 2]");
        put("newer.json", good.replace("\"version\" : 1", "\"version\" : 2"));
        put("trailing.json", good + "{}");
        put("truncated.json", good.substring(0, good.length() / 2));
        put("unknown.json", good.replace("\"PASSED\"", "\"GREAT\""));
        put("untimely.json", good.replace("2026-03-04T05", "yesterday"));
        put("without.json", good.replace("\"headline\"", "\"tagline\""));
        Files.write(directory.resolve("binary.json"), new byte[] {0, 1, 2, (byte) 0xff});
        put("unrelated.txt", "text");

        Reports.rebuild(directory);
        Index index = Index.read(directory);
        assertThat(index.tests()).hasSize(1);
        assertThat(index.skipped())
                .extracting(Index.Skipped::name)
                .containsExactly(
                        "binary.json",
                        "empty.json",
                        "foreign.json",
                        "list.json",
                        "newer.json",
                        "trailing.json",
                        "truncated.json",
                        "unknown.json",
                        "untimely.json",
                        "without.json");
        assertThat(index.skipped())
                .filteredOn(skipped -> !skipped.name().matches("binary.json|truncated.json"))
                .extracting(Index.Skipped::reason)
                .containsExactly(
                        "it holds no JSON object",
                        "it is not a result of Wringer",
                        "it holds no JSON object",
                        "its version 2 is newer than 1",
                        "it goes on after the JSON object",
                        "its verdict \"GREAT\" is unknown",
                        "\"yesterday:06:07.089Z\" is not a time",
                        "it has no text \"headline\"");
        assertThat(index.skipped()).allMatch(skipped -> !skipped.reason().isBlank());
        assertThat(Files.readString(directory.resolve("index.html")))
                .contains("foreign.json")
                .contains("it is not a result of Wringer");
        assertThat(Json.readObject(directory.resolve("index.json")).get("skipped"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(10);
    }

    @Test
    void theIndexIsRebuiltFromFilesAlone() throws IOException {
        publish(Samples.passed());
        Reports.rebuild(directory);
        String first = Files.readString(directory.resolve("index.json"));
        put("index.json", "damaged");
        Files.delete(directory.resolve("index.html"));
        assertThat(Reports.rebuild(directory))
                .isEqualTo(directory.resolve("index.html"))
                .isRegularFile();
        assertThat(directory.resolve("index.json")).hasContent(first);
        assertThat(Json.readObject(directory.resolve("index.json")))
                .containsEntry("format", "wringer-index")
                .containsEntry("version", 1)
                .containsEntry("totals", Map.of("failed", 0, "error", 0, "inconclusive", 0, "aborted", 0, "passed", 1));
    }

    @Test
    void aDirectoryThatDoesNotExistIsAnError() {
        assertThatThrownBy(() -> Reports.rebuild(directory.resolve("none"))).isInstanceOf(NotDirectoryException.class);
    }

    @Test
    void whoWaitsTooLongForTheLockIsTold() throws Exception {
        try (DirectoryLock lock = DirectoryLock.acquire(directory, Duration.ZERO)) {
            ExecutorService executor = Executors.newSingleThreadExecutor();
            Future<DirectoryLock> second =
                    executor.submit(() -> DirectoryLock.acquire(directory, Duration.ofMillis(1)));
            assertThatThrownBy(second::get)
                    .hasRootCauseMessage(
                            "Another thread has been rebuilding the report in " + directory + " for too long.");
            executor.shutdown();
        }
        DirectoryLock.acquire(directory, Duration.ZERO).close();
    }

    @Test
    void threadsAndProcessesRebuildAtTheSameTime() throws Exception {
        for (int run = 0; run < 20; run++) {
            publish(Samples.passed().uniqueId("test " + run));
        }
        List<Process> processes = new ArrayList<>();
        ExecutorService executor = Executors.newFixedThreadPool(BUSY);
        try {
            List<Callable<Path>> calls = new ArrayList<>();
            for (int index = 0; index < BUSY; index++) {
                processes.add(rebuildInAnotherProcess());
                calls.add(() -> publishAndRebuild("late"));
                calls.add(() -> Reports.rebuild(directory));
            }
            for (Future<Path> rebuilt : executor.invokeAll(calls)) {
                assertThat(rebuilt.get()).isRegularFile();
            }
            for (Process process : processes) {
                assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
                assertThat(process.exitValue()).isZero();
            }
        } finally {
            executor.shutdownNow();
            processes.forEach(Process::destroyForcibly);
        }
        assertThat(Json.readObject(directory.resolve("index.json")).get("tests"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(21);
        assertThat(Index.read(directory).skipped()).isEmpty();
        assertThat(directory.toFile().list((parent, name) -> name.endsWith(".tmp")))
                .isEmpty();
    }

    private Path publishAndRebuild(String uniqueId) throws IOException {
        publish(Samples.passed().uniqueId(uniqueId));
        return Reports.rebuild(directory);
    }

    private Process rebuildInAnotherProcess() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        RebuildReport.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @Test
    void theReportIsRebuiltByHand() throws IOException {
        publish(Samples.passed());
        assertThat(byHand(directory.toString()))
                .isEqualTo(
                        "0 [wringer] report: " + directory.resolve("index.html").toAbsolutePath());
        assertThat(byHand(directory.resolve("none").toString()))
                .isEqualTo("1 [wringer] not a directory: " + directory.resolve("none"));
        assertThat(byHand()).startsWith("2 usage: java -cp wringer-extension.jar io.wringer.extension.report.");
        assertThat(byHand("--help")).startsWith("2 usage: ");
    }

    private static String byHand(String... arguments) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(text, true, StandardCharsets.UTF_8);
        int status = RebuildReport.run(List.of(arguments), out, out);
        return status + " " + text.toString(StandardCharsets.UTF_8).strip();
    }

    private Path publish(Samples sample) {
        Settings settings = Settings.of(key -> Optional.of(directory.toString()));
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        return Reports.of(settings, directory, () -> nowhere)
                .publish(sample.report())
                .orElseThrow();
    }

    private void put(String name, String content) throws IOException {
        Files.writeString(directory.resolve(name), content);
    }
}
