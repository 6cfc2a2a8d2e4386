package io.wringer.extension.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wringer.WringerConfigurationException;
import io.wringer.extension.config.Settings;
import io.wringer.extension.run.Series;
import io.wringer.extension.verdict.Finding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTests {

    @TempDir
    Path base;

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();

    @Test
    void oneLineNamesTheFile() {
        Path file = publish(Samples.passed());
        assertThat(lines())
                .containsExactly("[wringer] PASSED OrdersTest.checkout - stress: 12,345 operations, p99 3.21 ms (5.2 s)"
                        + " -> "
                        + Path.of("target", "wringer", file.getFileName().toString()));
        assertThat(file.getParent()).isEqualTo(base.resolve("target/wringer"));
    }

    @Test
    void theFileHoldsEverything() throws IOException {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("count", 3);
        facts.put("big", Long.MAX_VALUE);
        facts.put("exact", new AtomicLong(7));
        facts.put("ratio", 0.25);
        facts.put("none", null);
        facts.put("infinite", Double.POSITIVE_INFINITY);
        facts.put("flag", true);
        facts.put("path", Path.of("a"));
        facts.put(
                "series",
                List.of(new Series("throughput", "operations/s", "time", "s", List.of(0, 1), Arrays.asList(10, null))
                        .fact()));
        Finding leak = Finding.failure("leak", "Session", "1 \"Session\" </script> leaks \uD83D\uDE00 \uD800!")
                .with("path: A\n-> B")
                .causedBy(new IllegalStateException("no stock", new IOException("disk")));
        Path file = publish(Samples.passed()
                .findings(leak)
                .thrown(new IllegalArgumentException("thrown"))
                .outcomes(Samples.outcome("stress", "sum", facts)));

        Map<String, Object> json = Json.readObject(file);
        assertThat(json)
                .containsEntry("format", "wringer-result")
                .containsEntry("version", 1)
                .containsEntry(
                        "id", ResultFile.hash("[engine:junit-jupiter]/[class:com.acme.OrdersTest]/[method:checkout()]"))
                .containsEntry("uniqueId", "[engine:junit-jupiter]/[class:com.acme.OrdersTest]/[method:checkout()]")
                .containsEntry("displayName", "OrdersTest.checkout")
                .containsEntry("className", "com.acme.OrdersTest")
                .containsEntry("methodName", "checkout")
                .containsEntry("verdict", "FAILED")
                .containsEntry("started", "2026-03-04T05:06:07.089Z")
                .containsEntry("tookMillis", 5234.0)
                .containsEntry("seed", 42)
                .containsEntry("parallel", false)
                .containsEntry("reproduce", "-Dwringer.seed=42");
        assertThat(element(json, "findings", 0))
                .containsEntry("severity", "FAILURE")
                .containsEntry("lens", "leak")
                .containsEntry("headline", "1 \"Session\" </script> leaks \uD83D\uDE00 ?!")
                .containsEntry("fingerprint", leak.fingerprint())
                .containsEntry("evidence", List.of("path: A\n-> B"));
        assertThat(element(element(json, "findings", 0), "causes", 0))
                .containsEntry("type", "java.lang.IllegalStateException")
                .containsEntry("message", "no stock")
                .extractingByKey("stack")
                .asString()
                .startsWith("java.lang.IllegalStateException: no stock\n\tat ")
                .contains("\nCaused by: java.io.IOException: disk");
        assertThat(json.get("thrown")).asString().contains("java.lang.IllegalArgumentException: thrown");
        assertThat(element(json, "lenses", 0)).containsEntry("lens", "stress").containsEntry("summary", "sum");
        Map<String, Object> read = new LinkedHashMap<>();
        read.put("count", 3);
        read.put("big", Long.MAX_VALUE);
        read.put("exact", 7);
        read.put("ratio", 0.25);
        read.put("none", null);
        read.put("infinite", "Infinity");
        read.put("flag", true);
        read.put("path", "a");
        Map<String, Object> series = new LinkedHashMap<>();
        series.put("name", "throughput");
        series.put("unit", "operations/s");
        series.put("over", "time");
        series.put("overUnit", "s");
        series.put("positions", List.of(0, 1));
        series.put("values", Arrays.asList(10, null));
        read.put("series", List.of(series));
        assertThat(element(json, "lenses", 0).get("facts")).isEqualTo(read);
        assertThat(json.get("jvm"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("version", Runtime.version().toString())
                .containsKeys("name", "vendor", "os", "architecture", "processors", "maxHeapBytes", "pid");
    }

    @Test
    void noResultReplacesAnother() throws IOException {
        Set<Path> files = new TreeSet<>();
        for (int run = 0; run < 3; run++) {
            files.add(publish(Samples.passed()));
            files.add(publish(Samples.passed().uniqueId("[invocation:#2]")));
            files.add(publish(Samples.passed().started(Samples.START.plusMillis(1))));
        }
        assertThat(files).hasSize(9);
        assertThat(names()).hasSize(9).allMatch(name -> name.matches("[A-Za-z0-9_-]+\\.json"));
    }

    @Test
    void threadsThatRunTheSameTestAtTheSameTimeLoseNothing() throws Exception {
        int count = 8;
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            Thread thread = new Thread(() -> publishTwiceAfter(start), "wringer-report-test-" + index);
            thread.start();
            threads.add(thread);
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(names()).hasSize(2 * count);
        assertThat(Index.read(directory()).tests())
                .hasSize(1)
                .allMatch(test -> test.older().size() == 2 * count - 1);
    }

    private void publishTwiceAfter(CountDownLatch start) {
        try {
            start.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        publish(Samples.passed());
        publish(Samples.passed());
    }

    @Test
    void anInterruptKeepsNoResultFromBeingWritten() {
        Thread.currentThread().interrupt();
        Path file = publish(Samples.passed());
        assertThat(Thread.interrupted()).isTrue();
        assertThat(file).isRegularFile();
    }

    @Test
    void aResultThatCannotBeWrittenIsALineOfWarning() throws IOException {
        Files.writeString(base.resolve("target"), "a file where a directory should be");
        assertThat(reports(Map.of()).publish(Samples.failed().report())).isEmpty();
        assertThat(lines()).hasSize(2);
        assertThat(lines().get(0))
                .isEqualTo("[wringer] FAILED OrdersTest.checkout - 1 Session leaks per iteration (5.2 s)");
        assertThat(lines().get(1))
                .startsWith(
                        "[wringer] warning: the result of OrdersTest.checkout was not reported completely: java.nio.file.");
    }

    @Test
    void factsThatThrowAreALineOfWarningAndLeaveNoFile() throws IOException {
        Map<String, Object> broken = new AbstractMap<>() {
            @Override
            public Set<Entry<String, Object>> entrySet() {
                throw new IllegalStateException("broken");
            }
        };
        assertThat(reports(Map.of())
                        .publish(Samples.passed()
                                .outcomes(Samples.outcome("leak", "s", broken))
                                .report()))
                .isEmpty();
        assertThat(lines())
                .containsExactly(
                        "[wringer] PASSED OrdersTest.checkout - leak: s (5.2 s)",
                        "[wringer] warning: the result of OrdersTest.checkout was not reported completely: "
                                + "java.lang.IllegalStateException: broken");
        assertThat(names()).isEmpty();
    }

    @Test
    void factsThatContainThemselvesAreALineOfWarning() throws IOException {
        Map<String, Object> endless = new LinkedHashMap<>();
        endless.put("self", endless);
        assertThat(reports(Map.of())
                        .publish(Samples.passed()
                                .outcomes(Samples.outcome("leak", "s", endless))
                                .report()))
                .isEmpty();
        assertThat(lines()).hasSize(2);
        assertThat(names()).isEmpty();
    }

    @Test
    void aBrokenConsoleIsNoReasonToThrow() {
        Reports reports = Reports.of(settings(Map.of()), base, () -> {
            throw new IllegalStateException("no console");
        });
        assertThat(reports.publish(Samples.passed().report())).isPresent();
    }

    @Test
    void directoryFollowsTheBuild() throws IOException {
        assertThat(reports(Map.of()).directory()).isEqualTo(base.resolve("target/wringer"));
        Files.createFile(base.resolve("build.gradle.kts"));
        assertThat(reports(Map.of()).directory()).isEqualTo(base.resolve("build/wringer"));
        Files.createFile(base.resolve("pom.xml"));
        assertThat(reports(Map.of()).directory()).isEqualTo(base.resolve("target/wringer"));
        assertThat(reports(Map.of("wringer.output", "../out")).directory()).isEqualTo(base.resolveSibling("out"));
        Path elsewhere = base.resolve("elsewhere").toAbsolutePath();
        assertThat(reports(Map.of("wringer.output", elsewhere.toString())).directory())
                .isEqualTo(elsewhere);
    }

    @Test
    void aDirectoryThatIsNoPathIsAConfigurationError() {
        for (String value : List.of("", "a\0b")) {
            assertThatThrownBy(() -> reports(Map.of("wringer.output", value)))
                    .isInstanceOf(WringerConfigurationException.class)
                    .hasMessage("The value \"" + value
                            + "\" of wringer.output is not a path. Write for example -Dwringer.output=target/wringer.");
        }
    }

    @Test
    void namesAreSafeOnAllSystems() {
        String stem = ResultFile.stem(
                Samples.passed()
                        .className("com.acme.Aux$Größe")
                        .methodName("it says: \"a/b\" <" + "x".repeat(300) + ">")
                        .uniqueId("id")
                        .report(),
                4711);
        assertThat(stem)
                .isEqualTo("Aux_Gr__e-it_says___a_b___" + "x".repeat(44) + "-" + ResultFile.hash("id")
                        + "-20260304T050607089-4711");
    }

    private Path publish(Samples sample) {
        return reports(Map.of()).publish(sample.report()).orElseThrow();
    }

    private Reports reports(Map<String, String> settings) {
        return Reports.of(settings(settings), base, () -> new PrintStream(console, true, StandardCharsets.UTF_8));
    }

    private static Settings settings(Map<String, String> settings) {
        return Settings.of(key -> Optional.ofNullable(settings.get(key)));
    }

    private List<String> lines() {
        return console.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private Path directory() {
        return base.resolve("target/wringer");
    }

    private List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory())) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        }
        Collections.sort(names);
        return names;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> element(Map<String, Object> json, String list, int index) {
        return ((List<Map<String, Object>>) json.get(list)).get(index);
    }
}
