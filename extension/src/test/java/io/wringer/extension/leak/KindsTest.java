package io.wringer.extension.leak;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.extension.run.Outcome;
import io.wringer.extension.verdict.Finding;
import io.wringer.extension.verdict.Severity;
import java.io.File;
import java.io.FileInputStream;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.zip.Inflater;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of resource: left behind, and given back. Takes a minute, so it is run by hand: -Dkinds=true. */
@EnabledIfSystemProperty(named = "kinds", matches = "true")
class KindsTest {

    private static final String HERE = KindsTest.class.getName();
    private static final Map<String, String> SMALL =
            Map.of("wringer.leak.iterations", "45", "wringer.leak.warmup", "5");

    private final List<Object> kept = new ArrayList<>();
    private final List<AutoCloseable> toClose = new ArrayList<>();

    /** A standard MBean needs this pair of names. */
    public interface CounterMBean {
        int getCount();
    }

    public static final class Counter implements CounterMBean {
        @Override
        public int getCount() {
            return 0;
        }
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : toClose) {
            closeable.close();
        }
    }

    @Test
    void timers() throws Throwable {
        Finding finding = leak(() -> {
            Timer timer = new Timer("cleanup", true);
            toClose.add(timer::cancel);
        });
        assertThat(finding.headline())
                .startsWith("timers accumulate: +1.00 per iteration")
                .contains("\"cleanup\"");
        assertThat(finding.evidence())
                .anyMatch(line -> line.equals("with it: live threads +1.00 per iteration"))
                .anyMatch(line -> line.contains("of them from") && line.contains("at " + HERE));
        clean(() -> new Timer("cleanup", true).cancel());
    }

    @Test
    void executors() throws Throwable {
        Finding finding = leak(() -> {
            ExecutorService executor = Executors.newFixedThreadPool(1);
            executor.submit(() -> {}).get();
            toClose.add(executor::shutdownNow);
        });
        assertThat(finding.headline())
                .startsWith("executors accumulate: +1.00 per iteration")
                .contains("java.util.concurrent.ThreadPoolExecutor with thread \"pool-N-thread-N\"");
        assertThat(finding.evidence()).anyMatch(line -> line.contains("of them from") && line.contains("at " + HERE));
        clean(() -> {
            ExecutorService executor = Executors.newFixedThreadPool(1);
            executor.submit(() -> {}).get();
            executor.shutdown();
            executor.awaitTermination(1, java.util.concurrent.TimeUnit.SECONDS);
        });
    }

    @Test
    void latches() throws Throwable {
        Finding finding = leak(() -> {
            CountDownLatch latch = new CountDownLatch(1);
            Thread thread = new Thread(() -> waitFor(latch), "waiter");
            thread.start();
            toClose.add(() -> {
                latch.countDown();
                thread.join();
            });
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        });
        assertThat(finding.headline()).startsWith("threads waiting for a latch accumulate: +1.00 per iteration");
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void virtualThreads() throws Throwable {
        CountDownLatch latch = new CountDownLatch(1);
        toClose.add(latch::countDown);
        Finding finding = leak(() -> startVirtual(() -> waitFor(latch)));
        assertThat(finding.headline()).startsWith("live virtual threads accumulate: +1.00 per iteration");
        clean(() -> startVirtual(() -> {}).join());
    }

    @Test
    void unclosedStreamsThatACollectionHides(@TempDir Path folder) throws Throwable {
        File file = Files.writeString(folder.resolve("data.txt"), "x").toFile();
        Finding finding = leak(() -> new FileInputStream(file).read());
        assertThat(finding.headline()).startsWith("unclosed file streams accumulate: +1.00 per iteration");
        assertThat(finding.evidence()).anyMatch(line -> line.contains("of them from") && line.contains("at " + HERE));
        clean(() -> {
            try (FileInputStream stream = new FileInputStream(file)) {
                stream.read();
            }
        });
    }

    @Test
    void unclosedInflaters() throws Throwable {
        assertThat(leak(() -> new Inflater().needsInput()).headline())
                .startsWith("unclosed Inflaters accumulate: +1.00 per iteration");
        clean(() -> new Inflater().end());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void sockets() throws Throwable {
        Finding finding = leak(() -> toClose.add(new ServerSocket(0)));
        assertThat(finding.headline()).startsWith("open sockets accumulate: +1.00 per iteration");
        assertThat(finding.evidence()).anyMatch(line -> line.contains("of them from") && line.contains("at " + HERE));
        clean(() -> new ServerSocket(0).close());
    }

    @Test
    void directBuffers() throws Throwable {
        Finding finding = leak(() -> kept.add(ByteBuffer.allocateDirect(1024)));
        assertThat(finding.headline()).startsWith("direct buffers accumulate: +1.00 per iteration");
        assertThat(finding.evidence()).anyMatch(line -> line.startsWith("held by test instance " + HERE + " -> kept"));
        clean(() -> ByteBuffer.allocateDirect(1024).put((byte) 1));
    }

    @Test
    void mappedBuffers(@TempDir Path folder) throws Throwable {
        Path file = Files.writeString(folder.resolve("data.txt"), "0123456789");
        Finding finding = leak(() -> {
            try (FileChannel channel = FileChannel.open(file)) {
                kept.add(channel.map(FileChannel.MapMode.READ_ONLY, 0, 10));
            }
        });
        assertThat(finding.headline()).startsWith("mapped buffers accumulate: +1.00 per iteration");
        kept.clear();
    }

    @Test
    void classLoaders() throws Throwable {
        URL classes = KindsTest.class.getProtectionDomain().getCodeSource().getLocation();
        Finding finding = leak(() -> kept.add(isolated(classes)));
        assertThat(finding.headline())
                .startsWith("class loaders accumulate: +1.00 per iteration")
                .contains("java.net.URLClassLoader of " + Counter.class.getName());
        assertThat(finding.evidence()).anyMatch(line -> line.startsWith("held by test instance " + HERE + " -> kept"));
        clean(() -> isolated(classes));
    }

    @Test
    void mbeans() throws Throwable {
        Finding finding = leak(() -> {
            ObjectName name = new ObjectName("io.wringer:type=Counter,id=" + toClose.size());
            ManagementFactory.getPlatformMBeanServer().registerMBean(new Counter(), name);
            toClose.add(() -> ManagementFactory.getPlatformMBeanServer().unregisterMBean(name));
        });
        assertThat(finding.headline())
                .startsWith("MBeans accumulate: +1.00 per iteration")
                .contains("io.wringer:id=N,type=Counter");
        ObjectName name = new ObjectName("io.wringer:type=Counter,id=clean");
        clean(() -> {
            ManagementFactory.getPlatformMBeanServer().registerMBean(new Counter(), name);
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
        });
    }

    @Test
    void shutdownHooks() throws Throwable {
        Finding finding = leak(() -> {
            Thread hook = new Thread(() -> {}, "flush");
            Runtime.getRuntime().addShutdownHook(hook);
            toClose.add(() -> Runtime.getRuntime().removeShutdownHook(hook));
        });
        assertThat(finding.headline())
                .startsWith("shutdown hooks accumulate: +1.00 per iteration")
                .contains("hook \"flush\" of java.lang.Thread");
        clean(() -> {
            Thread hook = new Thread(() -> {}, "flush");
            Runtime.getRuntime().addShutdownHook(hook);
            Runtime.getRuntime().removeShutdownHook(hook);
        });
    }

    @Test
    void pathsToDeleteOnExit(@TempDir Path folder) throws Throwable {
        int[] number = new int[1];
        Finding finding = leak(() -> folder.resolve("f" + number[0]++).toFile().deleteOnExit());
        assertThat(finding.headline()).startsWith("paths to delete on exit accumulate: +1.00 per iteration");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void childProcesses() throws Throwable {
        Finding finding = leak(() -> {
            Process process = new ProcessBuilder("sleep", "600").start();
            toClose.add(() -> process.destroyForcibly().waitFor());
        });
        assertThat(finding.headline())
                .startsWith("child processes accumulate: +1.00 per iteration")
                .contains("sleep");
    }

    @Test
    void readWriteLocks() throws Throwable {
        ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
        kept.add(lock);
        Finding finding = leak(() -> lock.readLock().lock());
        assertThat(finding.headline()).startsWith("holds of a read/write lock accumulate: +1.00 per iteration");
        assertThat(finding.evidence())
                .anyMatch(line -> line.startsWith("lent by test instance " + HERE + " -> kept"))
                .anyMatch(line -> line.contains("of them from") && line.contains("at " + HERE));
        clean(() -> {
            lock.writeLock();
            lock.readLock().lock();
            lock.readLock().unlock();
        });
    }

    @Test
    void futuresThatAreNeverCompleted() throws Throwable {
        Finding finding = leak(() -> {
            CompletableFuture<String> future = new CompletableFuture<>();
            future.thenAccept(value -> {});
            kept.add(future);
        });
        assertThat(finding.headline()).startsWith("java.util.concurrent.CompletableFuture accumulates: test instance");
        Map<String, String> others = Map.of("wringer.leak.except", "FUTURES");
        assertThat(Bodies.repeat(others, this, () -> kept.add(new CompletableFuture<>()))
                        .findings())
                .isEmpty();
    }

    @Test
    void systemState() throws Throwable {
        TimeZone zone = TimeZone.getDefault();
        Locale locale = Locale.getDefault();
        System.setProperty("io.wringer.test", "before");
        try {
            Outcome outcome = Bodies.repeat(SMALL, this, () -> {
                System.setProperty("io.wringer.test", "after");
                TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Auckland"));
                Locale.setDefault(Locale.JAPAN);
            });
            assertThat(Bodies.failures(outcome))
                    .extracting(Finding::headline)
                    .contains(
                            "system property io.wringer.test was changed from \"before\" to \"after\" and not restored")
                    .anyMatch(line -> line.startsWith("default locale was changed from") && line.contains("\"ja-JP\""))
                    .anyMatch(line -> line.startsWith("default time zone was changed from")
                            && line.contains("\"Pacific/Auckland\""));
        } finally {
            TimeZone.setDefault(zone);
            Locale.setDefault(locale);
            System.clearProperty("io.wringer.test");
        }
    }

    @Test
    void anAddedPropertyIsANoteUnlessAskedFor() throws Throwable {
        Bodies.Code code = () -> System.setProperty("io.wringer.added", "x");
        try {
            Outcome note = Bodies.repeat(SMALL, this, code);
            assertThat(note.findings()).extracting(Finding::severity).containsExactly(Severity.NOTE);
            System.clearProperty("io.wringer.added");
            Outcome failure = Bodies.repeat(Map.of("wringer.leak.watch", "SYSTEM_STATE"), this, code);
            assertThat(Bodies.failures(failure))
                    .extracting(Finding::headline)
                    .containsExactly("system property io.wringer.added was set to \"x\" and not cleared");
        } finally {
            System.clearProperty("io.wringer.added");
        }
    }

    private Finding leak(Bodies.Code code) throws Throwable {
        Outcome outcome = Bodies.repeat(SMALL, this, code);
        assertThat(Bodies.failures(outcome)).as(Bodies.text(outcome)).hasSize(1);
        return Bodies.failures(outcome).get(0);
    }

    private void clean(Bodies.Code code) throws Throwable {
        Outcome outcome = Bodies.repeat(SMALL, this, code);
        assertThat(outcome.findings()).as(Bodies.text(outcome)).isEmpty();
    }

    private static Object isolated(URL classes) throws Exception {
        try (URLClassLoader loader = new URLClassLoader(new URL[] {classes}, null)) {
            return loader.loadClass(Counter.class.getName()).getConstructor().newInstance();
        }
    }

    private static Thread startVirtual(Runnable task) throws ReflectiveOperationException {
        return (Thread)
                Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
