package io.wringer.extension.leak.pairs;

import java.io.File;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.management.ObjectName;

/**
 * Shows without Wringer what each body leaves behind: repeats it in a plain JVM and prints what grew by at least one
 * half per iteration between two histograms, and other counts of the JVM.
 *
 * <p>Arguments: the names of pairs, none for all.
 */
final class PairVerification {

    private static final int WARM_UP = 30;
    private static final int ITERATIONS = 200;
    private static final int FEW_ITERATIONS = 40;
    private static final int MOST_LINES = 8;
    private static final int PATIENCE_SECONDS = 6;

    private PairVerification() {}

    public static void main(String[] names) throws Exception {
        List<PairCase> pairs = names.length == 0
                ? PairCase.all().toList()
                : java.util.Arrays.stream(names).map(PairCase::named).toList();
        for (PairCase pair : pairs) {
            long start = System.nanoTime();
            System.out.println("== " + pair + " " + pair.expected().kind());
            System.out.println("   broken: " + growth(pair, Pair::broken));
            System.out.println("   clean:  " + growth(pair, Pair::clean));
            System.out.printf("   %.1f s%n", (System.nanoTime() - start) / 1e9);
        }
        System.exit(0);
    }

    private static String growth(PairCase pair, Body body) throws Exception {
        try (Pair opened = pair.open()) {
            int iterations = switch (pair.expected().kind()) {
                case PROCESSES, SOCKETS, THREADS, POOLS, CLASS_LOADERS, CLASSES -> FEW_ITERATIONS;
                default -> ITERATIONS;
            };
            Repeats repeats = new Repeats(opened, body);
            repeats.run(Math.min(iterations, WARM_UP));
            String before = count();
            int done = repeats.run(iterations);
            String after = count();
            repeats.end();
            return done + " iterations, " + difference(parse(before), parse(after), Math.max(1, done));
        }
    }

    private static String difference(Map<String, Long> before, Map<String, Long> after, int iterations) {
        List<Map.Entry<String, Double>> grown = new ArrayList<>();
        after.forEach((name, count) -> {
            double rate = (count - before.getOrDefault(name, 0L)) / (double) iterations;
            if (rate >= 0.4) {
                grown.add(Map.entry(name, rate));
            }
        });
        grown.sort(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()));
        StringBuilder text = new StringBuilder();
        grown.stream()
                .limit(MOST_LINES)
                .forEach(entry -> text.append(String.format("%n      %+.2f %s", entry.getValue(), entry.getKey())));
        return grown.isEmpty() ? "nothing grows" : text.toString();
    }

    /** Counts as one text, so that the count itself does not grow what is counted. */
    private static String count() throws Exception {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(50);
        }
        StringBuilder text = new StringBuilder(histogram());
        add(text, "(threads)", ManagementFactory.getThreadMXBean().getThreadCount());
        add(text, "(classes)", ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
        add(text, "(descriptors)", new File("/proc/self/fd").list().length);
        add(text, "(children)", ProcessHandle.current().children().count());
        add(text, "(mbeans)", ManagementFactory.getPlatformMBeanServer().getMBeanCount());
        add(text, "(temp files)", new File(System.getProperty("java.io.tmpdir")).list().length);
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            add(text, "(" + pool.getName() + " buffers)", pool.getCount());
        }
        return text.toString();
    }

    private static void add(StringBuilder text, String name, long count) {
        text.append("\n0: ").append(count).append(" 0 ").append(name.replace(' ', '-'));
    }

    private static String histogram() throws Exception {
        return (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
    }

    private static Map<String, Long> parse(String text) {
        Map<String, Long> counts = new HashMap<>();
        text.lines().map(line -> line.strip().split("\\s+")).forEach(words -> {
            if (words.length >= 4 && words[0].endsWith(":")) {
                counts.merge(words[3].replaceAll("[/+.]?0x[0-9a-f]+", ""), Long.parseLong(words[1]), Long::sum);
            }
        });
        return counts;
    }

    /** Repeats a body on one thread, which may block. */
    private static final class Repeats {
        private final Pair pair;
        private final Body body;
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private volatile int done;

        Repeats(Pair pair, Body body) {
            this.pair = pair;
            this.body = body;
        }

        /** Returns how many iterations were done before one blocked or failed. */
        int run(int times) throws Exception {
            done = 0;
            Future<?> run = thread.submit(() -> repeat(times));
            try {
                run.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                System.out.println("   blocked or slow after " + done);
                run.cancel(true);
            } catch (ExecutionException e) {
                System.out.println("   failed after " + done + ": " + e.getCause());
            }
            return done;
        }

        private Object repeat(int times) throws Exception {
            while (done < times) {
                body.run(pair);
                done = done + 1;
            }
            return pair;
        }

        void end() throws InterruptedException {
            thread.shutdownNow();
            thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private interface Body {
        void run(Pair pair) throws Exception;
    }
}
