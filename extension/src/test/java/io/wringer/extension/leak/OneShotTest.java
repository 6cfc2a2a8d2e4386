package io.wringer.extension.leak;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.wringer.extension.run.Outcome;
import io.wringer.extension.verdict.Finding;
import io.wringer.extension.verdict.Severity;
import java.io.FileInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Timer;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.zip.Inflater;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** One execution without repeats: what it leaves behind of each kind, what it gives back, and what it starts for good. */
class OneShotTest {

    private static final String HERE = OneShotTest.class.getName();
    private static final List<String> LEFT = List.of(
            "1 timer left by the test: timer with thread \"cleanup\"",
            "1 thread waiting for a latch left by the test: \"waiter\" waits for a CountDownLatch",
            "1 executor left by the test: java.util.concurrent.ThreadPoolExecutor with thread",
            "1 class loader left by the test: java.net.URLClassLoader of",
            "1 open file left by the test: ",
            "1 open socket left by the test: TCP ",
            "1 unclosed file stream left by the test",
            "1 unclosed Inflater left by the test",
            "1 unclosed statement left by the test: org.hN.jdbc.JdbcPreparedStatement",
            "1 unclosed JDBC connection left by the test: org.hN.jdbc.JdbcConnection",
            "1 child process left by the test: ",
            "1 direct buffer left by the test",
            "1 mapped buffer left by the test",
            "1 MBean left by the test: io.wringer:id=N,type=Counter",
            "1 shutdown hook left by the test: hook \"flush\" of java.lang.Thread",
            "1 temporary file left by the test: ",
            "1 permit of test instance " + HERE + " -> permits: java.util.concurrent.Semaphore left by the test",
            "1 hold of test instance " + HERE + " -> lock: java.util.concurrent.locks.ReentrantLock left by the test",
            "1 hold of test instance " + HERE
                    + " -> readWrite: java.util.concurrent.locks.ReentrantReadWriteLock left by the test");

    private static final List<ExecutorService> POOLS = new ArrayList<>();
    private static ExecutorService current = Executors.newFixedThreadPool(1);
    private static Shared shared;
    private static Telemetry telemetry;
    private static ByteBuffer scratch;

    private final Semaphore permits = new Semaphore(4);
    private final ReentrantLock lock = new ReentrantLock();
    private final ReentrantReadWriteLock readWrite = new ReentrantReadWriteLock();
    private final List<Object> kept = new ArrayList<>();
    private final Deque<AutoCloseable> toClose = new ConcurrentLinkedDeque<>();

    /** What the first use of some code starts for the life of the JVM. */
    private static final class Shared {
        final ExecutorService pool = Executors.newSingleThreadExecutor();
        final Timer timer = new Timer("shared timer", true);
        final HttpClient client = HttpClient.newHttpClient();
        final HikariDataSource connections = connections();

        private static HikariDataSource connections() {
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl("jdbc:h2:mem:shared");
            config.setMaximumPoolSize(1);
            return new HikariDataSource(config);
        }

        void use() throws Exception {
            started(pool);
            timer.purge();
            client.version();
            try (Connection connection = connections.getConnection()) {
                connection.createStatement().execute("select 1");
            }
        }

        void close() {
            pool.shutdownNow();
            timer.cancel();
            connections.close();
        }
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : toClose) {
            closeable.close();
        }
        shared = null;
        telemetry = null;
        scratch = null;
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatIsLeftIsNamed(@TempDir Path folder) throws Throwable {
        Path file = Files.writeString(folder.resolve("data.txt"), "0123456789");

        Outcome outcome = once(Map.of(), () -> {
            leave(file);
            drop(file);
        });

        List<String> headlines =
                Bodies.failures(outcome).stream().map(Finding::headline).toList();
        assertThat(headlines).as(Bodies.text(outcome)).hasSize(LEFT.size());
        LEFT.forEach(start -> assertThat(headlines).anyMatch(headline -> headline.startsWith(start)));
        assertThat(evidence(outcome, "1 executor")).contains("with it: 3 live threads");
        assertThat(evidence(outcome, "1 permit"))
                .contains("lent by test instance " + HERE + " -> permits: java.util.concurrent.Semaphore");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void pipesAreNamed() throws Throwable {
        Outcome outcome = once(Map.of("wringer.leak.watch", "PIPES"), () -> {
            Pipe pipe = Pipe.open();
            toClose.add(pipe.source());
            toClose.add(pipe.sink());
        });

        assertThat(Bodies.failures(outcome))
                .extracting(Finding::headline)
                .containsExactly("2 open pipes left by the test: reading end of a pipe, writing end of a pipe");
    }

    @Test
    void whatIsGivenBackIsSilent(@TempDir Path folder) throws Throwable {
        Path file = Files.writeString(folder.resolve("data.txt"), "0123456789");

        Outcome outcome = once(Map.of(), () -> {
            leave(file);
            giveBack();
        });

        assertThat(Bodies.said(outcome)).as(Bodies.text(outcome)).isEmpty();
    }

    @Test
    void whatAStaticFieldHoldsForGoodIsANote() throws Throwable {
        Outcome outcome = once(Map.of(), this::start);

        assertThat(outcome.findings()).as(Bodies.text(outcome)).allMatch(each -> each.severity() == Severity.NOTE);
        assertThat(outcome.findings())
                .extracting(Finding::headline)
                .anyMatch(line -> line.startsWith("1 timer left by the test and held by static " + HERE
                        + ".shared: OneShotTest$Shared -> timer: Timer"))
                .anyMatch(
                        line -> line.matches(
                                "\\d executors left by the test and held by static \\S+OneShotTest.shared.*"
                                        + ": taken for a start for the whole JVM, because there can be no second one beside it"));
        assertThat(Bodies.said(once(Map.of(), this::start))).isEmpty();
        assertThat(Bodies.failures(once(Map.of("wringer.leak.watch", "TIMERS"), this::startTimer)))
                .hasSize(1);
    }

    /** Once for the JVM by the first test that needs it; again, it is one more each time. */
    @Test
    void whatIsRegisteredOnceForAStaticFieldIsANoteAndAgainItIsLeft() throws Throwable {
        Map<String, String> registered = Map.of("wringer.leak.watch", "MBEANS,SHUTDOWN_HOOKS");
        Bodies.Code code = () -> {
            telemetry = telemetry == null ? new Telemetry() : telemetry;
            toClose.add(telemetry.register());
        };

        Outcome first = once(registered, code);
        assertThat(first.findings()).as(Bodies.text(first)).allMatch(each -> each.severity() == Severity.NOTE);
        assertThat(first.findings())
                .extracting(Finding::headline)
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line)
                                .startsWith("1 MBean left by the test and held by static " + HERE + ".telemetry: "),
                        line -> assertThat(line)
                                .startsWith("1 shutdown hook left by the test and held by static " + HERE
                                        + ".telemetry: "));

        Outcome second = once(registered, code);
        assertThat(Bodies.failures(second))
                .as(Bodies.text(second))
                .extracting(Finding::headline)
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).startsWith("1 MBean left by the test: io.wringer:"),
                        line -> assertThat(line).startsWith("1 shutdown hook left by the test: hook "));
    }

    /** One execution sees no flag. */
    @Test
    void whatOnlyAFlagGuardsIsLeftAndTheMessageSaysWhatWouldTell() throws Throwable {
        Map<String, String> registered = Map.of("wringer.leak.watch", "MBEANS,SHUTDOWN_HOOKS");
        AtomicBoolean flag = new AtomicBoolean();
        Bodies.Code code = () -> {
            if (flag.compareAndSet(false, true)) {
                toClose.add(new Telemetry().register());
            }
        };

        Outcome left = once(registered, code);
        assertThat(Bodies.failures(left))
                .as(Bodies.text(left))
                .hasSize(2)
                .allSatisfy(finding -> assertThat(finding.evidence())
                        .contains(
                                "if it is registered once for the JVM, iterations = 20 on the test shows that it does not grow,"
                                        + " and a static field that holds what was registered makes this a note"));

        close();
        toClose.clear();
        flag.set(false);
        Map<String, String> repeated = new HashMap<>(registered);
        repeated.put("wringer.leak.iterations", "20");
        Outcome outcome = Bodies.repeat(repeated, this, code);
        assertThat(outcome.findings()).as(Bodies.text(outcome)).isEmpty();
    }

    /** Each has a name and a hook of its own for each registration. */
    public interface TelemetryMBean {
        int getRequests();
    }

    /** What a library of metrics is. */
    public static final class Telemetry implements TelemetryMBean {
        private final AtomicInteger registrations = new AtomicInteger();

        @Override
        public int getRequests() {
            return 0;
        }

        AutoCloseable register() throws Exception {
            ObjectName name = new ObjectName("io.wringer:type=Telemetry,number=" + registrations.incrementAndGet());
            ManagementFactory.getPlatformMBeanServer().registerMBean(this, name);
            Thread hook = new Thread(this::flush, "flush telemetry");
            Runtime.getRuntime().addShutdownHook(hook);
            return () -> {
                ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
                Runtime.getRuntime().removeShutdownHook(hook);
            };
        }

        private void flush() {
            registrations.set(0);
        }
    }

    /** The JDK keeps one for each thread that has read or written through a channel. */
    @Test
    void aBufferThatAThreadKeepsForItsReadingIsNotLeft(@TempDir Path folder) throws Throwable {
        Path file = Files.write(folder.resolve("data.bin"), new byte[100_000]);
        Map<String, String> buffers = Map.of("wringer.leak.watch", "DIRECT_BUFFERS");

        Outcome silent = onceOnAThreadOfItsOwn(buffers, () -> readThroughAChannel(file));
        assertThat(silent.findings()).as(Bodies.text(silent)).isEmpty();

        Outcome left = onceOnAThreadOfItsOwn(buffers, () -> {
            readThroughAChannel(file);
            kept.add(ByteBuffer.allocateDirect(1024));
        });
        assertThat(Bodies.failures(left))
                .as(Bodies.text(left))
                .extracting(Finding::headline)
                .containsExactly("1 direct buffer left by the test: buffer of N KiB");
        assertThat(evidence(left, "1 direct buffer")).contains("1 x buffer of N KiB, for example buffer of 1 KiB");
    }

    private static void readThroughAChannel(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            channel.read(ByteBuffer.allocate(50_000));
        }
    }

    /** As when a collection comes that frees what earlier tests have dropped. */
    @Test
    void whatIsFreedMeanwhileHidesNothingThatIsLeft() throws Throwable {
        List<ByteBuffer> ofEarlierTests = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ofEarlierTests.add(ByteBuffer.allocateDirect(512));
        }
        Outcome left = once(Map.of("wringer.leak.watch", "DIRECT_BUFFERS"), () -> {
            ofEarlierTests.clear();
            kept.add(ByteBuffer.allocateDirect(1024));
        });
        assertThat(Bodies.failures(left)).as(Bodies.text(left)).hasSize(1);
    }

    @Test
    void aBufferThatAStaticFieldHoldsIsANote() throws Throwable {
        Outcome outcome =
                once(Map.of("wringer.leak.watch", "DIRECT_BUFFERS"), () -> scratch = ByteBuffer.allocateDirect(1024));
        assertThat(outcome.findings())
                .as(Bodies.text(outcome))
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.NOTE))
                .satisfies(finding -> assertThat(finding.headline())
                        .startsWith("1 direct buffer left by the test and held by static " + HERE + ".scratch: "));
    }

    private Outcome onceOnAThreadOfItsOwn(Map<String, String> overrides, Bodies.Code code) throws Exception {
        FutureTask<Outcome> task = new FutureTask<>(() -> {
            try {
                return once(overrides, code);
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        });
        new Thread(task, "test").start();
        return task.get();
    }

    /** There is no end of them. */
    @Test
    void whatAStaticCollectionHoldsIsLeft() throws Throwable {
        Outcome outcome = once(Map.of("wringer.leak.watch", "EXECUTORS"), () -> {
            POOLS.add(started(Executors.newFixedThreadPool(1)));
            toClose.add(() -> POOLS.remove(0).shutdownNow());
        });

        assertThat(Bodies.failures(outcome))
                .extracting(Finding::headline)
                .singleElement()
                .asString()
                .startsWith("1 executor left by the test: java.util.concurrent.ThreadPoolExecutor");
    }

    /** As a class does around its tests: the first two pools are lost, the last one may be wanted. */
    @Test
    void whatIsReplacedByEachTestIsFoundWhenTheClassIsOver() throws Throwable {
        Map<String, String> executors = Map.of("wringer.leak.watch", "EXECUTORS");
        Outcome ofClass = once(executors, () -> {
            for (int test = 0; test < 3; test++) {
                Outcome outcome = once(executors, () -> {
                    ExecutorService fresh = started(Executors.newFixedThreadPool(1));
                    current = fresh;
                    toClose.add(fresh::shutdownNow);
                });
                assertThat(outcome.findings())
                        .as(Bodies.text(outcome))
                        .allMatch(each -> each.severity() == Severity.NOTE);
            }
        });

        assertThat(Bodies.failures(ofClass))
                .as(Bodies.text(ofClass))
                .extracting(Finding::headline)
                .singleElement()
                .asString()
                .startsWith("2 executors left by the test: java.util.concurrent.ThreadPoolExecutor");
    }

    @Test
    void aDriverThatTheOnlyExecutionLoadsIsFollowed() throws Throwable {
        Map<String, String> unclosed = Map.of("wringer.leak.watch", "UNCLOSED");
        Outcome left = once(unclosed, () -> {
            Connection connection = isolatedDriver().connect("jdbc:h2:mem:left", new Properties());
            toClose.add(connection);
            connection.createStatement().execute("select 1");
        });
        assertThat(Bodies.failures(left))
                .as(Bodies.text(left))
                .extracting(Finding::headline)
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line)
                                .startsWith(
                                        "1 unclosed statement left by the test: org.hN.jdbc.JdbcStatement, opened at "
                                                + HERE),
                        line -> assertThat(line)
                                .startsWith(
                                        "1 unclosed JDBC connection left by the test: org.hN.jdbc.JdbcConnection, opened at "
                                                + HERE));
        assertThat(evidence(left, "1 unclosed JDBC connection"))
                .anyMatch(line -> line.startsWith("1 of them from")
                        && line.contains("at org.h2.Driver.connect")
                        && line.contains("at " + HERE));

        Outcome closed = once(unclosed, () -> {
            try (Connection connection = isolatedDriver().connect("jdbc:h2:mem:closed", new Properties())) {
                connection.createStatement().execute("select 1");
            }
        });
        assertThat(closed.findings()).as(Bodies.text(closed)).isEmpty();
    }

    @Test
    void aKindThatTakesRepeatsSaysSoIfItWasAskedFor() throws Throwable {
        Outcome outcome = once(Map.of("wringer.leak.watch", "HEAP,FUTURES,THREADS"), () -> {});

        assertThat(outcome.findings()).extracting(Finding::severity).containsOnly(Severity.NOTE);
        assertThat(outcome.findings())
                .extracting(Finding::headline)
                .containsExactly(
                        "watch = HEAP was not checked: it takes repeats to see it grow; give iterations, or put @LeakFree"
                                + " on the method",
                        "watch = FUTURES was not checked: it takes repeats to see it grow; give iterations, or put"
                                + " @LeakFree on the method");
    }

    /** Whoever writes this down differently in another run would make two problems of one. */
    @Test
    void theFingerprintIsThatOfTheKindOfThing() throws Throwable {
        Map<String, String> threads = Map.of("wringer.leak.watch", "THREADS");
        String sleeping = fingerprint(once(threads, () -> startWaiting("worker-1")));
        String again = fingerprint(once(threads, () -> {
            startWaiting("worker-7");
            startWaiting("worker-8");
        }));

        assertThat(again).isEqualTo(sleeping);
        assertThat(fingerprint(once(threads, () -> startWaiting("other")))).isNotEqualTo(sleeping);
    }

    private static String fingerprint(Outcome outcome) {
        assertThat(outcome.findings()).as(Bodies.text(outcome)).hasSize(1);
        return outcome.findings().get(0).fingerprint();
    }

    private static List<String> evidence(Outcome outcome, String start) {
        return outcome.findings().stream()
                .filter(finding -> finding.headline().startsWith(start))
                .findFirst()
                .orElseThrow(() -> new AssertionError(Bodies.text(outcome)))
                .evidence();
    }

    /** Leaves one thing of each kind, all of which {@link #giveBack} can take back. */
    private void leave(Path file) throws Exception {
        startWaiting("waiter");
        startTimer();
        ExecutorService executor = started(Executors.newFixedThreadPool(1));
        toClose.add(executor::shutdownNow);
        toClose.add(new FileInputStream(file.toFile()));
        toClose.add(new ServerSocket(0));
        kept.add(ByteBuffer.allocateDirect(1024));
        kept.add(mapped(file));
        kept.add(isolated(KindsTest.Counter.class));
        ObjectName name = new ObjectName("io.wringer:type=Counter,id=1");
        ManagementFactory.getPlatformMBeanServer().registerMBean(new KindsTest.Counter(), name);
        toClose.add(() -> ManagementFactory.getPlatformMBeanServer().unregisterMBean(name));
        Thread hook = new Thread(() -> {}, "flush");
        Runtime.getRuntime().addShutdownHook(hook);
        toClose.add(() -> Runtime.getRuntime().removeShutdownHook(hook));
        Path upload = Files.createTempFile("upload-", ".part");
        toClose.add(() -> Files.delete(upload));
        Process process = new ProcessBuilder("sleep", "600").start();
        toClose.add(() -> end(process));
        permits.acquire();
        toClose.add(permits::release);
        lock.lock();
        toClose.add(lock::unlock);
        readWrite.readLock().lock();
        toClose.add(readWrite.readLock()::unlock);
        Connection connection = DriverManager.getConnection("jdbc:h2:mem:once");
        toClose.add(connection);
        connection.prepareStatement("select 1").executeQuery();
    }

    private void giveBack() throws Exception {
        close();
        toClose.clear();
        kept.clear();
    }

    private static void drop(Path file) throws IOException {
        new FileInputStream(file.toFile()).read();
        new Inflater().needsInput();
    }

    private void startWaiting(String name) {
        CountDownLatch latch = new CountDownLatch(1);
        Thread thread = new Thread(() -> waitFor(latch), name);
        thread.start();
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        toClose.add(() -> {
            latch.countDown();
            thread.join();
        });
    }

    private void startTimer() {
        Timer timer = new Timer("cleanup", true);
        toClose.add(timer::cancel);
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ExecutorService started(ExecutorService executor) throws Exception {
        executor.submit(() -> {}).get();
        return executor;
    }

    private void start() throws Exception {
        if (shared == null) {
            shared = new Shared();
            toClose.add(shared::close);
        }
        shared.use();
    }

    private static void end(Process process) throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    private static ByteBuffer mapped(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, 10);
        }
    }

    private static Driver isolatedDriver() throws Exception {
        return (Driver) isolated(org.h2.Driver.class);
    }

    private static Object isolated(Class<?> type) throws Exception {
        URL[] classes = {type.getProtectionDomain().getCodeSource().getLocation()};
        URLClassLoader loader = new URLClassLoader(classes, ClassLoader.getPlatformClassLoader());
        return loader.loadClass(type.getName()).getConstructor().newInstance();
    }

    private Outcome once(Map<String, String> overrides, Bodies.Code code) throws Throwable {
        try (LeakSession session = Bodies.session(overrides)) {
            session.begin(Bodies.body(this, code));
            code.run();
            return session.end();
        }
    }
}
