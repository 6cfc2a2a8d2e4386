package io.wringer.extension.stress;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.JMException;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the process uses: processor time, garbage collections, allocation of the workers, threads.
 *
 * <p>Used by the coordinator; the JVM reports garbage collections on a thread of its own, hence the lock.
 */
final class ProcessProbe implements AutoCloseable {

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    private final List<NotificationEmitter> emitters = new ArrayList<>();
    private final NotificationListener listener = (notification, handback) -> {
        if (notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
            collected(GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData()));
        }
    };
    private final Set<String> heapPools = new HashSet<>();
    private final long[] workers;
    private final int ownThreads;

    private final Object lock = new Object();
    private final Histogram pauses = new Histogram(Latencies.DIGITS);
    private @Nullable Long heapAfterGc;
    private long pauseNanos;
    private long longestPauseNanos;

    private long cpuNanos;
    private long readAt;
    private @Nullable Long allocated;

    /**
     * Starts to listen.
     *
     * @param workers ids of the workers, empty when their allocation can't be read (virtual threads)
     * @param ownThreads how many of the live threads are Wringer's
     */
    ProcessProbe(long[] workers, int ownThreads) {
        this.workers = workers;
        this.ownThreads = ownThreads;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP) {
                heapPools.add(pool.getName());
            }
        }
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (collector instanceof NotificationEmitter emitter) {
                emitter.addNotificationListener(listener, null, null);
                emitters.add(emitter);
            }
        }
        reset();
    }

    /** Begins a new interval and forgets what was before. */
    void reset() {
        synchronized (lock) {
            pauses.reset();
            pauseNanos = 0;
            longestPauseNanos = 0;
        }
        cpuNanos = SYSTEM.getProcessCpuTime();
        readAt = System.nanoTime();
        allocated = allocatedBytes();
    }

    /** Ends an interval and begins the next one. */
    Usage read() {
        long now = System.nanoTime();
        long cpu = SYSTEM.getProcessCpuTime();
        Long bytes = allocatedBytes();
        Double share = cpu < 0 || now == readAt
                ? null
                : Double.valueOf(Math.min(
                        1,
                        (double) (cpu - cpuNanos)
                                / (now - readAt)
                                / Runtime.getRuntime().availableProcessors()));
        Long allocation = bytes == null || allocated == null ? null : Long.valueOf(bytes - allocated);
        cpuNanos = cpu;
        readAt = now;
        allocated = bytes;
        synchronized (lock) {
            Usage usage = new Usage(
                    share,
                    heapAfterGc,
                    pauseNanos,
                    longestPauseNanos,
                    allocation,
                    Math.max(0, THREADS.getThreadCount() - ownThreads));
            pauseNanos = 0;
            longestPauseNanos = 0;
            return usage;
        }
    }

    /** Returns all pauses since {@link #reset()}. */
    Latencies pauses() {
        synchronized (lock) {
            return Latencies.copyOf(pauses);
        }
    }

    /** Collects all garbage and returns what is left. */
    static long liveHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Override
    public void close() {
        for (NotificationEmitter emitter : emitters) {
            try {
                emitter.removeNotificationListener(listener);
            } catch (JMException e) {
                // it is gone already
            }
        }
    }

    private void collected(GarbageCollectionNotificationInfo info) {
        long live = 0;
        for (Map.Entry<String, MemoryUsage> pool :
                info.getGcInfo().getMemoryUsageAfterGc().entrySet()) {
            live += heapPools.contains(pool.getKey()) ? pool.getValue().getUsed() : 0;
        }
        long pause = info.getGcInfo().getDuration() * 1_000_000;
        synchronized (lock) {
            heapAfterGc = tellsTheHeap(info.getGcName()) ? Long.valueOf(live) : heapAfterGc;
            if (isPause(info.getGcName())) {
                pauses.recordValue(pause);
                pauseNanos += pause;
                longestPauseNanos = Math.max(longestPauseNanos, pause);
            }
        }
    }

    /** ZGC and Shenandoah report their cycles, during which the program runs, apart from their pauses. */
    private static boolean isPause(String collector) {
        return !collector.endsWith("Cycles");
    }

    /** Where cycles are reported apart, a pause does not end a collection. */
    private static boolean tellsTheHeap(String collector) {
        return !collector.endsWith("Pauses");
    }

    private @Nullable Long allocatedBytes() {
        if (workers.length == 0 || !THREADS.isThreadAllocatedMemorySupported()) {
            return null;
        }
        long sum = 0;
        for (long bytes : THREADS.getThreadAllocatedBytes(workers)) {
            if (bytes < 0) {
                return null;
            }
            sum += bytes;
        }
        return sum;
    }
}
