package io.wringer.extension.report;

import io.wringer.WringerConfigurationException;
import io.wringer.extension.config.Settings;
import io.wringer.extension.run.Outcome;
import io.wringer.extension.run.Series;
import io.wringer.extension.verdict.Finding;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.opentest4j.TestAbortedException;

/** Results of all kinds, to look at the page with: {@code main} takes a directory, and how many more tests to add. */
final class Gallery {

    private final Reports reports;
    private final SplittableRandom random = new SplittableRandom(42);

    Gallery(Path directory) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        this.reports = Reports.of(Settings.of(key -> Optional.of(directory.toString())), directory, () -> nowhere);
    }

    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        Gallery gallery = new Gallery(directory);
        gallery.publish(28_800);
        for (int index = 0; index < Integer.parseInt(arguments[1]); index++) {
            gallery.publish(gallery.named("com.acme.many.Many" + index / 20 + "Test", "holds" + index)
                    .outcomes(gallery.stress(10), gallery.leak()));
        }
        System.out.println(Reports.rebuild(directory));
    }

    /** Publishes one test of every kind, with a soak of some seconds. */
    void publish(int soak) throws IOException {
        publishOrders();
        publishHostile();
        publish(named("com.acme.SessionsTest", "areGivenBack").outcomes(leak()));
        publish(named("com.acme.SessionsTest", "soak")
                .took(Duration.ofHours(8))
                .findings(Finding.note("leak", "fd", "file descriptors were not counted: this JVM does not say them"))
                .outcomes(stress(soak), leak()));
        publish(named("com.acme.SessionsTest", "misconfigured")
                .took(Duration.ofMillis(3))
                .outcomes()
                .thrown(new WringerConfigurationException(
                        "com.acme.SessionsTest.misconfigured(): @StressTest(threads = 0): 0 is less than 1."
                                + " Write a whole number from 1 on.")));
        publish(named("com.acme.SessionsTest", "needsDatabase")
                .took(Duration.ofMillis(12))
                .outcomes()
                .thrown(new TestAbortedException("Assumption failed: no database on localhost:5432")));
        publish(named("com.acme.CacheTest", "mixedLoad")
                .findings(Finding.inconclusive(
                                "stress", "p99", "p99 is 9.8 ms, but the limit of 10 ms lies within 9.1 ms .. 10.6 ms")
                        .with("384 operations; about 2,400 would decide it"))
                .outcomes(stress(6)));
        Path damaged = reports.directory().resolve("OrdersTest-damaged.json");
        Files.writeString(damaged, "{\"format\" : \"wringer-result\", \"ver");
        Files.writeString(reports.directory().resolve("package.json"), "{\"name\": \"somebody else's\"}");
    }

    private void publishOrders() {
        Throwable dry = new SQLTransientConnectionException(
                "orders - Connection is not available, request timed out after 250ms (total=10, active=10, idle=0, waiting=15)",
                new IllegalStateException("pool exhausted"));
        Samples leaking = named("com.acme.shop.orders.OrdersTest", "lookUp");
        publish(leaking.findings(
                        Finding.failure(
                                        "leak",
                                        "connection",
                                        "1 com.zaxxer.hikari.pool.ProxyConnection (2.1 KiB) stays behind per iteration:"
                                                + " the pool ran dry after 10 of 240 iterations")
                                .with("held by OrderService.open (field java.util.ArrayList)\n"
                                        + "  -> java.util.ArrayList.elementData\n"
                                        + "  -> com.zaxxer.hikari.pool.ProxyConnection")
                                .with("allocated at OrderService.lookUp(OrderService.java:41)")
                                .causedBy(dry),
                        Finding.failure("leak", "threads", "1 thread is left: \"housekeeper\" (WAITING)"))
                .outcomes(leak()));
        publish(leaking.started(Samples.START.minusSeconds(600)).findings());
        publish(leaking.started(Samples.START.minusSeconds(1200)).findings());
        publish(named("com.acme.shop.orders.OrdersTest", "checkout")
                .findings(Finding.failure("stress", "p99", "p99 is 12.4 ms, limit 10 ms")
                        .with("p50 1.2 ms, p90 4.8 ms, p99 12.4 ms, max 250 ms")
                        .with("37 of 12,345 operations failed: 37 x SQLTransientConnectionException")
                        .causedBy(dry))
                .outcomes(stress(10)));
        publish(named("com.acme.shop.orders.OrdersTest", "survivesOutage")
                .outcomes(stress(10), Samples.outcome("chaos", "3 of 3 faults fired 41 times", chaos())));
        publish(named("com.acme.shop.orders.OrdersTest", "cancel").outcomes(stress(30), leak()));
    }

    private void publishHostile() {
        publish(named("com.acme.<b>HostileTest</b>", "it says: \"<script>alert(1)</script>\" & 'quotes'\u0007")
                .uniqueId("\"><img src=x onerror=alert(2)>")
                .findings(Finding.failure("leak", "x", "</script><script>alert(3)</script>\nsecond line")
                        .with("</pre><h1>big</h1> \u2028 ]]> <!-- \uD800")
                        .causedBy(new IllegalStateException("<svg onload=alert(4)>")))
                .outcomes(Samples.outcome(
                        "leak",
                        "<i>sum</i>",
                        Map.of(
                                "<u>key</u>",
                                "<u>value</u>",
                                "series",
                                List.of(
                                        new Series(
                                                        "</script><b>",
                                                        "</script>",
                                                        "<over>",
                                                        "'",
                                                        List.of(1, 2),
                                                        List.of(3, 4))
                                                .fact(),
                                        Map.of("name", "<broken>", "values", "none"))))));
    }

    private Path publish(Samples sample) {
        return reports.publish(sample.report()).orElseThrow();
    }

    private Samples named(String className, String methodName) {
        String simpleName = className.substring(className.lastIndexOf('.') + 1);
        return Samples.passed()
                .uniqueId("[engine:junit-jupiter]/[class:" + className + "]/[method:" + methodName + "()]")
                .className(className)
                .methodName(methodName)
                .displayName(simpleName + "." + methodName)
                .took(Duration.ofMillis(300 + random.nextInt(9000)));
    }

    private Outcome stress(int seconds) {
        List<Integer> at = IntStream.range(0, seconds).boxed().toList();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("threads", 16);
        facts.put("failed", 37);
        facts.put("durationNanos", seconds * 1_000_000_000L);
        facts.put("total", operation("all", seconds));
        facts.put("operations", List.of(operation("checkout", seconds), operation("cancel", 1)));
        facts.put("hung", List.of(Map.of("thread", "wringer-3", "stack", "java.base/java.lang.Object.wait\n  at A.b")));
        facts.put("operationsPerWorker", List.of(3000, 3100, 3085, 3160));
        facts.put(
                "failures",
                List.of(
                        Map.of("type", "java.sql.SQLTransientConnectionException", "count", 36),
                        Map.of("type", "java.util.concurrent.TimeoutException", "count", 1)));
        facts.put(
                "series",
                List.of(
                        new Series("throughput", "operations/s", "time", "s", at, values(seconds, 1234)).fact(),
                        new Series("latency p50", "ms", "time", "s", at, values(seconds, 1.2)).fact(),
                        new Series("latency p99", "ms", "time", "s", at, values(seconds, 9.5)).fact(),
                        new Series("latency max", "ms", "time", "s", at, values(seconds, 250)).fact(),
                        new Series(
                                        "latency",
                                        "ns",
                                        "percentile",
                                        "%",
                                        List.of(0, 50, 75, 90, 99, 99.9, 99.99, 100),
                                        List.of(
                                                400_000,
                                                1_200_000,
                                                2_000_000,
                                                4_800_000,
                                                12_400_000,
                                                90_000_000,
                                                200_000_000,
                                                250_000_000))
                                .fact(),
                        new Series("cpu", "share", "time", "s", at, values(seconds, 0.4)).fact(),
                        new Series(
                                        "failures",
                                        "",
                                        "time",
                                        "s",
                                        at,
                                        IntStream.range(0, seconds)
                                                .mapToObj(i -> i % 4 == 3 ? 9 : 0)
                                                .toList())
                                .fact()));
        return Samples.outcome("stress", String.format("%,d operations, 1,234/s, p99 12.4 ms", 1234 * seconds), facts);
    }

    private static Map<String, Object> operation(String name, int seconds) {
        Map<String, Object> latency = new LinkedHashMap<>();
        latency.put("min", 400_000);
        latency.put("p50", 1_200_000);
        latency.put("p99", 12_400_000);
        latency.put("max", 250_000_000);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", name);
        facts.put("count", 1234 * seconds);
        facts.put("failures", 37);
        facts.put("throughputPerSecond", 1234.5);
        facts.put("latencyNanos", latency);
        return facts;
    }

    private List<Double> values(int count, double mean) {
        List<Double> values = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            values.add(mean * (0.85 + 0.3 * random.nextDouble()));
        }
        return values;
    }

    private Outcome leak() {
        List<Integer> at =
                IntStream.rangeClosed(0, 8).map(index -> index * 30).boxed().toList();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("iterations", 240);
        facts.put("warmup", 50);
        facts.put("heapUsedBytes", 12_345_678);
        facts.put("collections", 18);
        facts.put("descriptorsCounted", true);
        facts.put(
                "series",
                List.of(
                        new Series("com.zaxxer.hikari.pool.ProxyConnection", "", "iterations", "", at, at).fact(),
                        new Series("java.util.ArrayList", "", "iterations", "", at, values(9, 40_000)).fact(),
                        new Series("live heap", "B", "iterations", "", at, values(9, 9e6)).fact()));
        return Samples.outcome("leak", "nothing grew in 240 iterations", facts);
    }

    private static Map<String, Object> chaos() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put(
                "faults",
                List.of(
                        Map.of(
                                "fault",
                                "EXCEPTION",
                                "where",
                                "java.sql.Connection.prepareStatement",
                                "fired",
                                20,
                                "passed",
                                180),
                        Map.of(
                                "fault",
                                "LATENCY",
                                "where",
                                "java.sql.Connection.commit",
                                "fired",
                                21,
                                "firings",
                                List.of())));
        return facts;
    }
}
