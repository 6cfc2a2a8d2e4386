package io.wringer.benchmark.leak;

import io.wringer.extension.config.Attributes;
import io.wringer.extension.config.Settings;
import io.wringer.extension.leak.LeakSession;
import io.wringer.extension.leak.LeakSpec;
import io.wringer.extension.leak.heap.Collector;
import io.wringer.extension.leak.heap.HeapWalker;
import io.wringer.extension.leak.site.Sites;
import io.wringer.extension.leak.site.Targets;
import io.wringer.extension.run.Outcome;
import io.wringer.extension.run.RunContext;
import io.wringer.extension.run.TestBody;
import io.wringer.leak.LeakFree;
import io.wringer.leak.Resource;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a verdict costs, as multiples of one full collection of the same heap in the same JVM, and what counting takes
 * from the body.
 *
 * <p>Arguments: {@code heap=50} and {@code heap=500} (live megabytes), {@code body}, {@code permits}, {@code sites};
 * {@code heap=} fills the heap, so that it is the only argument of its JVM.
 */
public final class Benchmark {

    private static final int ROUNDS = 5;

    private static final List<Object> LEAK = new ArrayList<>();

    private Benchmark() {}

    @LeakFree
    private static final class Annotated {}

    /** Code of a body. */
    private interface Code {
        void run() throws Exception;
    }

    /** Measures what the arguments name. */
    public static void main(String[] parts) throws Throwable {
        System.out.printf(
                Locale.ROOT,
                "JDK %s, %s, %d processors, heap up to %d MB%n",
                Runtime.version(),
                collectors(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() >> 20);
        for (String part : parts) {
            if (part.startsWith("heap=")) {
                heap(Integer.parseInt(part.substring(5)));
            } else if (part.equals("body")) {
                body();
            } else if (part.equals("permits")) {
                permits();
            } else if (part.equals("sites")) {
                sites();
            } else {
                throw new IllegalArgumentException(part + " is no part: heap=50, body, permits, sites");
            }
        }
    }

    // Verdicts and walks

    private static void heap(int megabytes) throws Throwable {
        LiveHeap.fill(megabytes);
        double first = millis(() -> check(() -> {}));
        double[] unit = new double[ROUNDS];
        double[] clean = new double[ROUNDS];
        double[] naming = new double[ROUNDS];
        String collections = "";
        for (int i = 0; i < ROUNDS; i++) {
            unit[i] = millis(System::gc);
            Outcome[] outcome = new Outcome[2];
            clean[i] = millis(() -> outcome[0] = check(() -> {}));
            naming[i] = millis(() -> outcome[1] = check(() -> LEAK.add(new Object()))) - clean[i];
            LEAK.clear();
            collections = collections(outcome[0]) + " and " + collections(outcome[1]) + " collections, "
                    + outcome[1].findings().get(0).headline();
        }
        System.out.printf(
                Locale.ROOT,
                "%d MB live: collection %.1f ms; clean verdict %.0f ms = %.1f collections (%.1f to %.1f), the first in"
                        + " the JVM %.0f ms; naming the holder %.0f ms more = %.1f collections (%.1f to %.1f)%n  %s%n",
                LiveHeap.used(),
                median(unit),
                median(clean),
                median(clean) / median(unit),
                min(clean) / median(unit),
                max(clean) / median(unit),
                first,
                median(naming),
                median(naming) / median(unit),
                min(naming) / median(unit),
                max(naming) / median(unit),
                collections);
        walk(median(unit));
    }

    private static void walk(double unit) throws Exception {
        HeapWalker walker = HeapWalker.open(List.of(), List.of(), type -> false);
        Collector collector = Collector.find().orElseThrow();
        double[] histograms = new double[ROUNDS];
        double[] walks = new double[ROUNDS];
        HeapWalker.Visit visit = walker.before();
        for (int i = 0; i < ROUNDS; i++) {
            System.gc();
            histograms[i] = millis(collector::histogram);
            HeapWalker.Visit[] visits = new HeapWalker.Visit[1];
            walks[i] = millis(() -> visits[0] = walker.before());
            visit = visits[0];
        }
        System.out.printf(
                Locale.ROOT,
                "  histogram %.1f ms = %.2f collections; walk over %,d objects %.0f ms = %.2f collections, %.1f bytes"
                        + " per object%n",
                median(histograms),
                median(histograms) / unit,
                visit.objects(),
                median(walks),
                median(walks) / unit,
                (double) visit.bytes() / visit.objects());
    }

    private static Object collections(Outcome outcome) {
        return outcome.observations().facts().get("collections");
    }

    // What counting takes from the body

    private static void body() throws Throwable {
        int[] numbers = new int[4_000];
        Code work = () -> {
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = ThreadLocalRandom.current().nextInt();
            }
            Arrays.sort(numbers);
        };
        compare("a body that fills and sorts 4,000 numbers", work, 1);
    }

    private static void permits() throws Throwable {
        Semaphore semaphore = new Semaphore(4);
        int pairs = 1_000;
        compare(
                "1,000 pairs of acquire and release",
                () -> {
                    for (int i = 0; i < pairs; i++) {
                        semaphore.acquire();
                        semaphore.release();
                    }
                },
                pairs);
    }

    /** What the search for a site costs, which is on in the last few iterations of a check that failed already. */
    private static void sites() throws Throwable {
        Semaphore semaphore = new Semaphore(4);
        ReentrantLock lock = new ReentrantLock();
        pairs("Semaphore", Resource.PERMITS, () -> {
            semaphore.acquire();
            semaphore.release();
        });
        pairs("ReentrantLock", Resource.LOCKS, () -> {
            lock.lock();
            lock.unlock();
        });
    }

    private static void pairs(String what, Resource kind, Code pair) throws Throwable {
        int pairs = 5_000; // a search notes no more than 20,000 events
        double[] alone = new double[2 * ROUNDS];
        double[] woven = new double[2 * ROUNDS];
        for (int i = 0; i < alone.length; i++) {
            alone[i] = millis(() -> times(pairs, pair)) * 1e6 / pairs;
            try (Sites open = Sites.open(Targets.of(kind))) {
                woven[i] = millis(() -> times(pairs, pair)) * 1e6 / pairs;
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%s, a pair: %.0f ns alone, %.0f ns (%.0f to %.0f) while its site is looked for%n",
                what,
                median(alone),
                median(woven),
                min(woven),
                max(woven));
    }

    private static void times(int times, Code code) throws Exception {
        for (int i = 0; i < times; i++) {
            code.run();
        }
    }

    /** Compares the intervals between calls that follow each other: alone, and while they are counted. */
    private static void compare(String what, Code code, int perCall) throws Throwable {
        List<Double> alone = new ArrayList<>();
        List<Double> counted = new ArrayList<>();
        for (int round = -2; round < 2 * ROUNDS + 1; round++) { // two rounds warm up
            double byHand = interval(
                    timed -> {
                        for (int i = 0; i < 1_000; i++) {
                            timed.run();
                        }
                    },
                    code);
            double byCheck = interval(Benchmark::check, code);
            if (round >= 0) {
                alone.add(byHand);
                counted.add(byCheck);
            }
        }
        double[] ratios = new double[alone.size()];
        double[] differences = new double[alone.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = counted.get(i) / alone.get(i);
            differences[i] = (counted.get(i) - alone.get(i)) / perCall;
        }
        System.out.printf(
                Locale.ROOT,
                "%s: %.1f us alone, %.1f us while counted, ratio %.3f (%.3f to %.3f), %.1f ns more each%n",
                what,
                median(toArray(alone)) / 1e3,
                median(toArray(counted)) / 1e3,
                median(ratios),
                min(ratios),
                max(ratios),
                median(differences));
    }

    private interface Repeats {
        void of(Code code) throws Throwable;
    }

    /** Returns the median of the nanoseconds from the begin of a call to the begin of the next. */
    private static double interval(Repeats repeats, Code code) throws Throwable {
        long[] begins = new long[20_000];
        int[] calls = new int[1];
        repeats.of(() -> {
            begins[calls[0]++] = System.nanoTime();
            code.run();
        });
        double[] intervals = new double[calls[0] - 1];
        for (int i = 0; i < intervals.length; i++) {
            intervals[i] = begins[i + 1] - begins[i];
        }
        return median(intervals);
    }

    // One check with the defaults

    private static Outcome check(Code code) throws Throwable {
        Settings settings = Settings.of(key -> Optional.empty());
        LeakSpec spec =
                LeakSpec.parse(Attributes.of(Annotated.class.getAnnotation(LeakFree.class), "Benchmark", settings));
        TestBody body = new Body(code);
        try (LeakSession session = LeakSession.create(spec, new RunContext("b", "Benchmark", 1, false))) {
            return session.repeat(body, body);
        }
    }

    private record Body(Code code) implements TestBody {
        @Override
        public Object call() throws Throwable {
            code.run();
            return null;
        }

        @Override
        public MethodHandle handle() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Method method() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Object instance() {
            return null;
        }

        @Override
        public List<Object> arguments() {
            return List.of();
        }
    }

    private interface Timed {
        void run() throws Throwable;
    }

    private static double millis(Timed code) throws Exception {
        long start = System.nanoTime();
        try {
            code.run();
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        return (System.nanoTime() - start) / 1e6;
    }

    private static List<String> collectors() {
        return java.lang.management.ManagementFactory.getGarbageCollectorMXBeans().stream()
                .map(bean -> bean.getName())
                .toList();
    }

    private static double[] toArray(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static double min(double[] values) {
        return Arrays.stream(values).min().orElseThrow();
    }

    private static double max(double[] values) {
        return Arrays.stream(values).max().orElseThrow();
    }
}
