package io.wringer.benchmark.stress;

import com.sun.management.OperatingSystemMXBean;
import io.wringer.extension.run.Observations;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleSupplier;
import org.HdrHistogram.Histogram;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Measures the load harness against a hand-written loop and against JUnitPerf, interleaved; prints a table. */
public final class Benchmark {

    static final int ROUND_MILLIS = 2000;

    private static final int ROUNDS = 5;
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private Benchmark() {}

    /** Runs all parts, or those named. */
    public static void main(String[] parts) throws Exception {
        List<String> wanted = Arrays.asList(parts);
        print("JDK " + System.getProperty("java.version") + ", "
                + Runtime.getRuntime().availableProcessors() + " processors");
        Launcher launcher = LauncherFactory.create();
        for (int threads : new int[] {1, 2, 8}) {
            if (wants(wanted, "throughput") || wanted.contains("throughput-" + threads)) {
                throughput(launcher, threads);
            }
        }
        if (wanted.contains("hot")) { // a part of throughput, for work on the innermost loop
            hot();
        }
        if (wants(wanted, "microsecond")) {
            microsecond();
        }
        if (wants(wanted, "memory")) {
            memory();
        }
        if (wanted.contains("soak")) {
            soak();
        }
        if (wanted.contains("fairness")) {
            fairness();
        }
        if (wants(wanted, "stall")) {
            stalls();
        }
        if (wants(wanted, "lag")) {
            lag();
        }
    }

    private static boolean wants(List<String> wanted, String part) {
        return wanted.isEmpty() || wanted.contains(part);
    }

    // Calls per CPU second

    private static void throughput(Launcher launcher, int threads) {
        List<Double> hand = new ArrayList<>();
        List<Double> wringer = new ArrayList<>();
        List<Double> junitPerf = new ArrayList<>();
        for (int round = -1; round < ROUNDS; round++) { // the first round warms up
            double byHand = perCpuSecond(() -> handCalls(threads));
            double byWringer = perCpuSecond(() -> wringerCalls(threads));
            double byJunitPerf = perCpuSecond(() -> junitPerfCalls(launcher, threads));
            if (round >= 0) {
                hand.add(byHand);
                wringer.add(byWringer);
                junitPerf.add(byJunitPerf);
            }
        }
        print(String.format(
                Locale.ROOT,
                "empty operation, %d threads, calls per CPU second: hand %,.0f, Wringer %,.0f, JUnitPerf %,.0f;"
                        + " Wringer/hand %.2f, Wringer/JUnitPerf %.2f",
                threads,
                median(hand),
                median(wringer),
                median(junitPerf),
                medianRatio(wringer, hand),
                medianRatio(wringer, junitPerf)));
    }

    private static void hot() {
        for (int threads : new int[] {1, 8}) {
            List<Double> ratios = new ArrayList<>();
            List<Double> nanos = new ArrayList<>();
            for (int round = -1; round < ROUNDS; round++) {
                double byHand = perCpuSecond(() -> handCalls(threads));
                double byWringer = perCpuSecond(() -> wringerCalls(threads));
                if (round >= 0) {
                    ratios.add(byWringer / byHand);
                    nanos.add(1e9 / byWringer);
                }
            }
            print(String.format(
                    Locale.ROOT,
                    "%d threads: Wringer/hand %.2f, %.1f ns of CPU per call",
                    threads,
                    median(ratios),
                    median(nanos)));
        }
    }

    private static double handCalls(int threads) {
        try {
            return HandLoop.run(threads, TimeUnit.MILLISECONDS.toNanos(ROUND_MILLIS), () -> {})
                    .getTotalCount();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double wringerCalls(int threads) {
        return wringer(() -> {}, "threads", "" + threads, "duration", ROUND_MILLIS + "ms")
                .result()
                .count();
    }

    private static Sessions.Measured wringer(HandLoop.Body body, String... attributes) {
        try {
            return Sessions.run(body, attributes);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double junitPerfCalls(Launcher launcher, int threads) {
        launcher.execute(LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectMethod(Subject.class, "threads" + threads))
                .build());
        return Subject.evaluations();
    }

    private static double perCpuSecond(DoubleSupplier calls) {
        long before = SYSTEM.getProcessCpuTime();
        double count = calls.getAsDouble();
        return count * 1e9 / (SYSTEM.getProcessCpuTime() - before);
    }

    // Accuracy of short operations

    private static void microsecond() throws Exception {
        List<Double> p50 = new ArrayList<>();
        List<Double> p99 = new ArrayList<>();
        for (int round = -2; round < ROUNDS; round++) {
            Histogram hand = HandLoop.run(1, TimeUnit.MILLISECONDS.toNanos(ROUND_MILLIS), Benchmark::oneMicrosecond);
            var result = wringer(Benchmark::oneMicrosecond, "threads", "1", "duration", ROUND_MILLIS + "ms")
                    .result();
            if (round >= 0) {
                p50.add(result.p50().toNanos() / (double) hand.getValueAtPercentile(50));
                p99.add(result.p99().toNanos() / (double) hand.getValueAtPercentile(99));
            }
        }
        print(String.format(
                Locale.ROOT,
                "1 microsecond body against the hand-written loop: p50 %+.2f %%, p99 %+.2f %%",
                100 * (median(p50) - 1),
                100 * (median(p99) - 1)));
    }

    private static volatile long sink;

    /** Arithmetic, not a clock: what it takes does not depend on who measures it. */
    private static void oneMicrosecond() {
        long x = sink;
        for (int i = 0; i < 1000; i++) {
            x = x * 6364136223846793005L + 1442695040888963407L;
        }
        sink = x;
    }

    // Memory and evaluation

    private static void memory() {
        for (String seconds : List.of("3s", "10s")) {
            Sessions.Measured measured = wringer(() -> {}, "threads", "2", "duration", seconds);
            print(String.format(
                    Locale.ROOT,
                    "allocated by the harness in %s of 2 threads: %.5f bytes per operation, %.5f in the median second",
                    seconds,
                    allocated(measured),
                    median(series(measured, "allocation"))));
        }
        List<Double> evaluation = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            Sessions.Measured each = wringer(() -> {}, "threads", "8", "duration", "1s");
            evaluation.add((System.nanoTime() - start - each.result().duration().toNanos()) / 1e6);
        }
        print(String.format(
                Locale.ROOT,
                "everything beside the load of 1 s with 8 threads (start, stop, evaluation): %.1f ms, worst %.1f ms",
                median(evaluation),
                evaluation.stream().mapToDouble(d -> d).max().orElse(0)));
    }

    private static double allocated(Sessions.Measured measured) {
        List<Double> rates = series(measured, "throughput");
        List<Double> perOperation = series(measured, "allocation");
        double bytes = 0;
        double operations = 0;
        for (int i = 0; i < rates.size(); i++) {
            bytes += perOperation.get(i) * rates.get(i);
            operations += rates.get(i);
        }
        return bytes / operations;
    }

    @SuppressWarnings("unchecked")
    private static List<Double> series(Sessions.Measured measured, String name) {
        Observations observations = measured.outcome().observations();
        return ((List<Map<String, Object>>) observations.facts().get("series"))
                .stream()
                        .filter(series -> series.get("name").equals(name))
                        .flatMap(series -> ((List<Number>) series.get("values")).stream())
                        .map(Number::doubleValue)
                        .toList();
    }

    /** Meant for -Dbenchmark.jvm=-Xmx64m. */
    private static void soak() {
        Sessions.Measured measured = wringer(() -> {}, "threads", "8", "duration", "20s");
        print(String.format(
                Locale.ROOT,
                "20 s of an empty body on 8 threads with at most %,d MB of heap: %,d operations, %d findings",
                Runtime.getRuntime().maxMemory() >> 20,
                measured.result().count(),
                measured.outcome().findings().size()));
    }

    /** How evenly a monitor that all callers fight for is shared: what must not be mistaken for starvation. */
    private static void fairness() {
        Object monitor = new Object();
        for (int threads : new int[] {2, 8, 16}) {
            for (int run = 0; run < 3; run++) {
                Sessions.Measured measured = wringer(
                        () -> {
                            synchronized (monitor) {
                                sink++;
                            }
                        },
                        "threads",
                        "" + threads,
                        "duration",
                        "1500ms");
                @SuppressWarnings("unchecked")
                List<Long> counts =
                        (List<Long>) measured.outcome().observations().facts().get("operationsPerWorker");
                print("one monitor, " + threads + " threads: "
                        + counts.stream().sorted().toList() + ", "
                        + measured.outcome().findings().size() + " findings");
            }
        }
    }

    // Open model

    private static void stalls() {
        for (int run = 0; run < 3; run++) {
            print(String.format(
                    Locale.ROOT,
                    "1000/s for 10 s, both of 2 callers stall 1 s: p99 %.1f ms",
                    stalled(2).result().p99().toNanos() / 1e6));
            print("the same, one of 2 callers stalls: operations slower than 500 ms: " + slowerThan500(stalled(1)));
        }
    }

    /** In the middle of the load, the first calls take a second; as many as are told. */
    private static Sessions.Measured stalled(int callers) {
        AtomicInteger inside = new AtomicInteger();
        long middle = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        return wringer(
                () -> {
                    long now = System.nanoTime();
                    if (now - middle > 0 && inside.getAndIncrement() < callers) {
                        sleepUntil(now + TimeUnit.SECONDS.toNanos(1));
                    }
                },
                "threads",
                "2",
                "rate",
                "1000/s",
                "duration",
                "10s");
    }

    private static long slowerThan500(Sessions.Measured measured) {
        long slow = 0;
        long count = measured.result().count();
        while (slow < count
                && measured.result().percentile(100.0 * (count - slow) / count).toMillis() > 500) {
            slow++;
        }
        return slow;
    }

    private static void sleepUntil(long time) {
        for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    @SuppressWarnings("unchecked")
    private static void lag() {
        List<Double> medians = new ArrayList<>();
        List<Double> p99 = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            Sessions.Measured measured = wringer(() -> {}, "threads", "4", "rate", "1000/s", "duration", "3s");
            Map<String, Object> starts = (Map<String, Object>)
                    measured.outcome().observations().facts().get("starts");
            Map<String, Number> lag = (Map<String, Number>) starts.get("lagNanos");
            medians.add(lag.get("p50").doubleValue() / 1e3);
            p99.add(lag.get("p99").doubleValue() / 1e3);
        }
        print(String.format(
                Locale.ROOT,
                "start lag at 1000/s: median %.1f microseconds, p99 %.1f microseconds",
                median(medians),
                median(p99)));
    }

    private static double medianRatio(List<Double> left, List<Double> right) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < left.size(); i++) {
            ratios.add(left.get(i) / right.get(i));
        }
        return median(ratios);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static void print(String line) {
        System.out.println(line);
    }
}
