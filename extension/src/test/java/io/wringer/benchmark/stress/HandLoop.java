package io.wringer.benchmark.stress;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** What a careful person writes by hand: two reads of the clock and a histogram record per call, one histogram per thread. */
final class HandLoop {

    private HandLoop() {}

    /** Calls the body on some threads for some time and returns all latencies. */
    static Histogram run(int threads, long nanos, Body body) throws InterruptedException {
        List<Histogram> histograms = new ArrayList<>();
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Histogram histogram = new Histogram(TimeUnit.HOURS.toNanos(1), 3);
            histograms.add(histogram);
            Thread thread = new Thread(() -> loop(histogram, System.nanoTime() + nanos, body), "hand-" + i);
            running.add(thread);
            thread.start();
        }
        for (Thread thread : running) {
            thread.join();
        }
        Histogram all = new Histogram(TimeUnit.HOURS.toNanos(1), 3);
        histograms.forEach(all::add);
        return all;
    }

    private static void loop(Histogram histogram, long deadline, Body body) {
        long end;
        do {
            long start = System.nanoTime();
            body.call();
            end = System.nanoTime();
            histogram.recordValue(end - start);
        } while (end < deadline);
    }

    interface Body {
        void call();
    }
}
