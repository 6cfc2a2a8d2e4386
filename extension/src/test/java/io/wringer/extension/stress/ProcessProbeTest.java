package io.wringer.extension.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What the probe says, against what the JVM says around it. */
class ProcessProbeTest {

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    private static final int MEGABYTE = 1 << 20;

    @SuppressWarnings("deprecation") // threadId() came with JDK 19
    private static ProcessProbe probeOf(Thread worker) {
        return new ProcessProbe(new long[] {worker.getId()}, 0);
    }

    @Test
    void cpuIsTheProcessorTimeOfTheProcess() {
        try (ProcessProbe probe = probeOf(Thread.currentThread())) {
            long outerStart = System.nanoTime();
            long outerCpu = SYSTEM.getProcessCpuTime();
            probe.reset();
            long innerCpu = SYSTEM.getProcessCpuTime();
            long innerStart = System.nanoTime();
            burn(200_000_000);
            long innerElapsed = System.nanoTime() - innerStart;
            innerCpu = SYSTEM.getProcessCpuTime() - innerCpu;
            double cpu = probe.read().cpu();
            outerCpu = SYSTEM.getProcessCpuTime() - outerCpu;
            long outerElapsed = System.nanoTime() - outerStart;

            double processors = Runtime.getRuntime().availableProcessors();
            assertThat(innerCpu).isGreaterThan(150_000_000);
            assertThat(cpu)
                    .isGreaterThanOrEqualTo(Math.min(1, innerCpu / processors / outerElapsed))
                    .isLessThanOrEqualTo(Math.min(1, outerCpu / processors / innerElapsed));
        }
    }

    /** Uses so much processor time, however long that takes. */
    private static void burn(long nanos) {
        long start = THREADS.getCurrentThreadCpuTime();
        while (THREADS.getCurrentThreadCpuTime() - start < nanos) {
            Thread.onSpinWait();
        }
    }

    @Test
    void allocationIsThatOfTheWorkers() throws Exception {
        CountDownLatch allocated = new CountDownLatch(1);
        CountDownLatch read = new CountDownLatch(1);
        Thread worker = new Thread(() -> {
            List<byte[]> kept = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                kept.add(new byte[MEGABYTE]);
            }
            allocated.countDown();
            awaitQuietly(read);
            Reference.reachabilityFence(kept);
        });
        worker.start();
        try (ProcessProbe probe = probeOf(worker)) {
            byte[] ofAnother = new byte[16 * MEGABYTE];
            allocated.await();
            long bytes = probe.read().allocated(); // since the probe was made, some of it may have come before
            Reference.reachabilityFence(ofAnother);
            assertThat(bytes).isBetween(0L, 11L * MEGABYTE);
        } finally {
            read.countDown();
            worker.join();
        }
    }

    @Test
    void allocationOfAnIntervalIsExact() {
        try (ProcessProbe probe = probeOf(Thread.currentThread())) {
            long id = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
            probe.reset();
            byte[] kept = new byte[10 * MEGABYTE];
            long first = probe.read().allocated();
            long second = probe.read().allocated();
            Reference.reachabilityFence(kept);
            assertThat(first).isBetween(10L * MEGABYTE, 10L * MEGABYTE + 100_000);
            assertThat(second).isBetween(0L, 100_000L);
            assertThat(first + second)
                    .isLessThanOrEqualTo(THREADS.getThreadAllocatedBytes(
                                    Thread.currentThread().getId())
                            - id);
        }
    }

    @Test
    void aWorkerThatIsGoneLeavesTheAllocationUnknown() throws Exception {
        Thread worker = new Thread(() -> {});
        try (ProcessProbe probe = probeOf(worker)) {
            worker.start();
            worker.join();
            assertThat(probe.read().allocated()).isNull();
        }
    }

    @Test
    void threadsAreTheLiveOnesBesideOurOwn() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        List<Thread> more = new ArrayList<>();
        try (ProcessProbe all = new ProcessProbe(new long[0], 0);
                ProcessProbe others = new ProcessProbe(new long[0], 5)) {
            for (int i = 0; i < 5; i++) {
                more.add(new Thread(() -> awaitQuietly(end)));
                more.get(i).start();
            }
            int before = THREADS.getThreadCount();
            int counted = all.read().threads();
            int besideOurs = others.read().threads();
            int after = THREADS.getThreadCount();
            assertThat(counted).isBetween(Math.min(before, after), Math.max(before, after));
            assertThat(besideOurs).isBetween(Math.min(before, after) - 5, Math.max(before, after) - 5);
        } finally {
            end.countDown();
            for (Thread thread : more) {
                thread.join();
            }
        }
    }

    @Test
    void heapAfterCollectionAndPausesAreThoseOfTheCollectors() {
        byte[] kept = new byte[48 * MEGABYTE];
        try (ProcessProbe probe = probeOf(Thread.currentThread())) {
            long collections = collections();
            long spent = spent();
            System.gc();
            System.gc();
            collections = collections() - collections;
            spent = spent() - spent;
            Usage usage = await(probe, collections);
            assertThat(usage.heapAfterGc())
                    .isBetween(48L * MEGABYTE, Runtime.getRuntime().maxMemory());
            assertThat(probe.pauses().count()).isGreaterThanOrEqualTo(collections);
            // the JVM tells when a collection began and ended in milliseconds, and sums up what it measured more finely
            double told = probe.pauses().mean() * probe.pauses().count() / 1e6;
            assertThat(told).isGreaterThanOrEqualTo(spent - 2.0 * collections);
            assertThat(usage.longestGcPauseNanos()).isLessThanOrEqualTo(usage.gcPauseNanos());
            Reference.reachabilityFence(kept);
        }
        assertThat(kept).hasSize(48 * MEGABYTE);
    }

    /** The JVM reports collections on a thread of its own, some time after them. */
    private static Usage await(ProcessProbe probe, long collections) {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (probe.pauses().count() < collections && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(1_000_000);
        }
        return probe.read();
    }

    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }

    private static long spent() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
    }

    @Test
    void theLiveHeapIsWhatIsLeftAfterACollection() {
        ProcessProbe.liveHeap(); // what only waits for its cleaner to be garbage
        long before = ProcessProbe.liveHeap();
        byte[] kept = new byte[48 * MEGABYTE];
        long with = ProcessProbe.liveHeap();
        Reference.reachabilityFence(kept);
        kept = new byte[0];
        long without = ProcessProbe.liveHeap();
        assertThat((double) (with - before) / MEGABYTE).isCloseTo(48, within(24.0));
        assertThat((double) (with - without) / MEGABYTE).isCloseTo(48, within(24.0));
        assertThat(kept).isEmpty();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
