package io.wringer.extension.leak;

import com.sun.management.UnixOperatingSystemMXBean;
import io.wringer.extension.run.Series;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/** What the process held at the quiet moments of a load. */
final class Moments {

    private static final double NANOS_PER_SECOND = 1e9;

    private final List<Moment> all = new ArrayList<>();
    private final LongSupplier clock;

    Moments(LongSupplier clock) {
        this.clock = clock;
    }

    /**
     * One of them.
     *
     * @param nanos of the clock
     * @param heap live bytes after a collection, 0 if not counted
     * @param threads platform threads
     * @param descriptors open ones, 0 if this system does not tell
     */
    private record Moment(long nanos, long heap, long threads, long descriptors) {}

    /** Takes one down. */
    void add(long liveBytes) {
        all.add(new Moment(
                clock.getAsLong(),
                liveBytes,
                ManagementFactory.getThreadMXBean().getThreadCount(),
                descriptors()));
    }

    private static long descriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : 0;
    }

    /** Returns the trend of each number that was taken down; none before there are two moments. */
    List<Trend> trends() {
        List<Trend> trends = new ArrayList<>();
        if (all.size() > 1) {
            add(trends, "live heap", true, Moment::heap);
            add(trends, "threads", false, Moment::threads);
            add(trends, "open descriptors", false, Moment::descriptors);
        }
        return trends;
    }

    private void add(List<Trend> trends, String what, boolean size, ToLongFunction<Moment> number) {
        List<Long> values = values(number);
        if (values.get(0) > 0) {
            trends.add(Trend.of(what, size, values(Moment::nanos), values));
        }
    }

    /** Returns what the report draws. */
    List<Map<String, Object>> series() {
        List<Double> seconds = all.stream()
                .map(moment -> (moment.nanos() - all.get(0).nanos()) / NANOS_PER_SECOND)
                .toList();
        return List.of(
                new Series("live heap", "bytes", "time", "s", seconds, values(Moment::heap)).fact(),
                new Series("threads", "", "time", "s", seconds, values(Moment::threads)).fact());
    }

    long spanNanos() {
        return all.isEmpty() ? 0 : all.get(all.size() - 1).nanos() - all.get(0).nanos();
    }

    int size() {
        return all.size();
    }

    private List<Long> values(ToLongFunction<Moment> number) {
        return all.stream().map(number::applyAsLong).toList();
    }
}
