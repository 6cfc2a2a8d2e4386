package io.wringer.benchmark.leak;

import io.wringer.extension.leak.heap.Collector;
import io.wringer.extension.leak.heap.HeapWalker;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Processor time of an edge and of a walk as multiples of one full collection of the same heap in the same JVM.
 *
 * <p>Arguments: live megabytes (default 50), rounds (default 5).
 */
public final class HeapCosts {

    /** Static, because a walk does not see what only a stack holds. */
    private static final List<Order> LIVE = new ArrayList<>();

    private HeapCosts() {}

    record Order(String id, List<String> items, Map<String, Integer> amounts) {}

    public static void main(String[] arguments) throws Exception {
        int megabytes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 50;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        fill(megabytes);
        Collector collector = Collector.find().orElseThrow();
        HeapWalker walker = HeapWalker.open(List.of(), List.of(), type -> false);
        double[] collections = new double[rounds];
        double[] histograms = new double[rounds];
        double[] walks = new double[rounds];
        HeapWalker.Visit visit = walker.before();
        for (int i = 0; i < rounds; i++) {
            collections[i] = millis(() -> {
                System.gc();
                return LIVE;
            });
            histograms[i] = millis(collector::histogram);
            walks[i] = millis(walker::before);
        }
        visit = walker.before();
        double unit = median(collections);
        System.out.printf(
                Locale.ROOT,
                "%d MB live, %,d objects: collection %.1f ms, histogram %.1f ms (%.2f GCu), walk %.1f ms (%.2f GCu), "
                        + "walk takes %.1f bytes per object%n",
                Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory() >> 20,
                visit.objects(),
                unit,
                median(histograms),
                median(histograms) / unit,
                median(walks),
                median(walks) / unit,
                (double) visit.bytes() / visit.objects());
    }

    private static void fill(int megabytes) {
        while ((Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory() >> 20) < megabytes) {
            for (int i = 0; i < 1000; i++) {
                LIVE.add(order(LIVE.size()));
            }
            if (LIVE.size() % 20_000 == 0) {
                System.gc();
            }
        }
        System.gc();
    }

    private static Order order(int number) {
        List<String> items = new ArrayList<>();
        Map<String, Integer> amounts = new HashMap<>();
        for (int i = 0; i < 3; i++) {
            items.add("item" + number + i);
            amounts.put(items.get(i), i);
        }
        return new Order("order" + number, items, amounts);
    }

    private static double millis(Callable<?> code) throws Exception {
        long start = cpu();
        code.call();
        return (cpu() - start) / 1e6;
    }

    /** Processor time of the whole process, which other load on the machine does not lengthen. */
    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
