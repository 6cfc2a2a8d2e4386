package io.wringer.extension.leak;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.extension.leak.pairs.Server;
import io.wringer.extension.run.Outcome;
import io.wringer.extension.verdict.Finding;
import io.wringer.extension.verdict.Severity;
import io.wringer.leak.Resource;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.management.ManagementFactory;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import javax.management.ObjectName;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import net.bytebuddy.implementation.MethodCall;
import net.bytebuddy.matcher.ElementMatchers;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.apache.commons.pool2.BasePooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of resource: left behind, and given back. What the heap shows and threads are in {@link RepetitionTest}, futures
 * in {@link FuturesTest}. */
class KindsTest {

    private static final String HERE = KindsTest.class.getName();
    private static final ThreadLocal<List<Object>> LOCAL = ThreadLocal.withInitial(ArrayList::new);
    private static final Map<String, String> SMALL =
            Map.of("wringer.leak.iterations", "15", "wringer.leak.warmup", "3");

    private final List<Object> kept = new ArrayList<>();
    private final List<AutoCloseable> toClose = new ArrayList<>();
    private final AtomicInteger read = new AtomicInteger();

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
        Finding finding = leak(Set.of(Resource.TIMERS, Resource.THREADS), () -> {
            Timer timer = new Timer("cleanup", true);
            toClose.add(timer::cancel);
        });
        assertThat(finding.headline())
                .startsWith("timers accumulate: +1.00 per iteration")
                .contains("\"cleanup\"");
        assertThat(finding.evidence())
                .anyMatch(line -> line.equals("with it: live threads +1.00 per iteration"))
                .anyMatch(line -> line.contains("of them from") && line.contains("at " + HERE));
        clean(Set.of(Resource.TIMERS, Resource.THREADS), () -> new Timer("cleanup", true).cancel());
    }

    @Test
    void executors() throws Throwable {
        Finding finding = leak(Resource.EXECUTORS, () -> {
            ExecutorService executor = Executors.newFixedThreadPool(1);
            executor.submit(() -> {}).get();
            toClose.add(executor::shutdownNow);
        });
        assertThat(finding.headline())
                .startsWith("executors accumulate: +1.00 per iteration")
                .contains("java.util.concurrent.ThreadPoolExecutor with thread \"pool-N-thread-N\"");
        assertThat(finding.evidence()).anyMatch(line -> line.contains("of them from") && line.contains("at " + HERE));
        clean(Resource.EXECUTORS, () -> {
            ExecutorService executor = Executors.newFixedThreadPool(1);
            executor.submit(() -> {}).get();
            executor.shutdown();
            executor.awaitTermination(1, TimeUnit.SECONDS);
        });
    }

    /** The JDK shuts it down by a finalizer or a cleaner, so that no collection leaves a thread. */
    @Test
    void droppedExecutors() throws Throwable {
        Finding finding = leak(
                Set.of(Resource.EXECUTORS, Resource.THREADS),
                () -> Executors.newSingleThreadExecutor().submit(() -> {}).get());
        assertThat(finding.headline()).startsWith("dropped executors accumulate: +");
        assertThat(finding.evidence())
                .contains("a collection shuts them down sooner or later, which hides them from a count of threads")
                .anyMatch(line -> line.contains("of them from") && line.contains("at " + HERE));
        clean(Set.of(Resource.EXECUTORS, Resource.THREADS), () -> {
            ExecutorService executor = Executors.newSingleThreadExecutor();
            executor.submit(() -> {}).get();
            executor.shutdown();
            executor.awaitTermination(1, TimeUnit.SECONDS);
        });
    }

    @Test
    void latches() throws Throwable {
        Finding finding = leak(Resource.LATCHES, () -> {
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
        assertThat(finding.headline())
                .startsWith("threads waiting for a latch accumulate: +1.00 per iteration")
                .contains("\"waiter\" waits for a CountDownLatch, at " + HERE + ".waitFor");
        assertThat(finding.evidence()).anyMatch(line -> line.contains("of them from") && line.contains("at " + HERE));
        clean(Resource.LATCHES, () -> {
            CountDownLatch latch = new CountDownLatch(1);
            Thread thread = new Thread(() -> waitFor(latch), "waiter");
            thread.start();
            latch.countDown();
            thread.join();
        });
    }

    @Test
    void forkJoinPools() throws Throwable {
        Finding finding = leak(Resource.EXECUTORS, () -> {
            ForkJoinPool pool = new ForkJoinPool(1);
            pool.submit(() -> {}).get();
            toClose.add(pool::shutdownNow);
        });
        assertThat(finding.headline())
                .startsWith("executors accumulate: +1.00 per iteration")
                .contains("java.util.concurrent.ForkJoinPool with thread");
        clean(Resource.EXECUTORS, () -> {
            ForkJoinPool pool = new ForkJoinPool(1);
            pool.submit(() -> {}).get();
            pool.shutdown();
            pool.awaitTermination(10, TimeUnit.SECONDS);
        });
    }

    @Test
    void threadLocalsOfPooledThreads() throws Throwable {
        ExecutorService executor = Executors.newFixedThreadPool(1);
        toClose.add(executor::shutdownNow);
        Finding finding = leak(
                Resource.THREAD_LOCALS,
                () -> executor.submit(() -> LOCAL.get().add(new Counter())).get());
        assertThat(finding.headline())
                .startsWith(Counter.class.getName() + " accumulates: thread \"pool-")
                .contains("-> thread-local: ArrayList -> [elements] -> " + Counter.class.getName());
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void virtualThreads() throws Throwable {
        CountDownLatch latch = new CountDownLatch(1);
        toClose.add(latch::countDown);
        Finding finding = leak(Resource.VIRTUAL_THREADS, () -> startVirtual(() -> waitFor(latch)));
        assertThat(finding.headline()).startsWith("live virtual threads accumulate: +1.00 per iteration");
        clean(Resource.VIRTUAL_THREADS, () -> startVirtual(() -> {}).join());
    }

    @Test
    void unclosedStreamsThatACollectionHides(@TempDir Path folder) throws Throwable {
        File file = Files.writeString(folder.resolve("data.txt"), "x").toFile();
        Finding finding = leak(Resource.UNCLOSED, () -> new FileInputStream(file).read());
        assertThat(finding.headline()).startsWith("unclosed file streams accumulate: +1.00 per iteration");
        assertThat(finding.evidence()).anyMatch(line -> line.contains("of them from") && line.contains("at " + HERE));
        clean(Resource.UNCLOSED, () -> {
            try (FileInputStream stream = new FileInputStream(file)) {
                stream.read();
            }
        });
    }

    @Test
    void unclosedInflaters() throws Throwable {
        assertThat(leak(Resource.UNCLOSED, () -> new Inflater().needsInput()).headline())
                .startsWith("unclosed Inflaters accumulate: +1.00 per iteration");
        clean(Resource.UNCLOSED, () -> new Inflater().end());
    }

    @Test
    void unclosedDeflaters() throws Throwable {
        Finding finding = leak(Resource.UNCLOSED, () -> new Deflater().needsInput());
        assertThat(finding.headline()).startsWith("unclosed Deflaters accumulate: +1.00 per iteration");
        assertThat(finding.evidence())
                .anyMatch(line -> line.contains("at java.util.zip.Deflater.<init>") && line.contains("at " + HERE));
        clean(Resource.UNCLOSED, () -> new Deflater().end());
    }

    @Test
    void unclosedChannels(@TempDir Path folder) throws Throwable {
        Path file = Files.writeString(folder.resolve("data.txt"), "x");
        assertThat(leak(Resource.UNCLOSED, () -> Files.newInputStream(file).read())
                        .headline())
                .startsWith("unclosed file channels accumulate: +1.00 per iteration");
        clean(Resource.UNCLOSED, () -> {
            try (InputStream stream = Files.newInputStream(file)) {
                stream.read();
            }
        });
    }

    @Test
    void unclosedArchives(@TempDir Path folder) throws Throwable {
        Path archive = folder.resolve("data.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            zip.putNextEntry(new ZipEntry("entry"));
        }
        Finding finding = leak(Resource.UNCLOSED, () -> new ZipFile(archive.toFile()).size());
        assertThat(finding.headline())
                .startsWith("unclosed ZipFiles accumulate: +1.00 per iteration")
                .contains(" iterations, opened at " + HERE);
        assertThat(finding.evidence()).anyMatch(line -> line.contains("of them from") && line.contains("at " + HERE));
        clean(Resource.UNCLOSED, () -> {
            try (ZipFile zip = new ZipFile(archive.toFile())) {
                zip.size();
            }
        });
    }

    /** Its finalizer closes it properly, as far as its channel can tell. */
    @Test
    void unclosedFileSystemsOfArchives(@TempDir Path folder) throws Throwable {
        Path archive = folder.resolve("data.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            zip.putNextEntry(new ZipEntry("entry"));
        }
        Finding finding = leak(Resource.UNCLOSED, () -> FileSystems.newFileSystem(archive));
        assertThat(finding.headline()).startsWith("unclosed zip file systems accumulate: +");
        assertThat(finding.evidence()).anyMatch(line -> line.contains("of them from") && line.contains("at " + HERE));
        clean(Resource.UNCLOSED, () -> FileSystems.newFileSystem(archive).close());
    }

    /** Apache POI opens its workbooks by it. Its finalizer closes it properly, too. */
    @Test
    void unclosedArchivesOfCommonsCompress(@TempDir Path folder) throws Throwable {
        Path archive = folder.resolve("data.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            zip.putNextEntry(new ZipEntry("entry"));
        }
        Finding finding = leak(Resource.UNCLOSED, () -> compressed(archive).getEntry("entry"));
        assertThat(finding.headline()).startsWith("unclosed ZipFiles accumulate: +");
        clean(Resource.UNCLOSED, () -> compressed(archive).close());
    }

    private static org.apache.commons.compress.archivers.zip.ZipFile compressed(Path archive) throws IOException {
        return org.apache.commons.compress.archivers.zip.ZipFile.builder()
                .setPath(archive)
                .get();
    }

    /** Up to JDK 17 a finalizer gives the connection back; later it is the socket that is dropped. */
    @Test
    void unclosedStreamsOfUrlConnections() throws Throwable {
        Server server = Server.answering(new byte[] {1, 2, 3, 4, 5});
        toClose.add(server);
        URL url = URI.create(server.url()).toURL();
        Finding finding = leak(
                Resource.UNCLOSED,
                () -> read.addAndGet(url.openConnection().getInputStream().read()));
        String dropped = Runtime.version().feature() <= 17 ? "HTTP streams" : "sockets";
        assertThat(finding.headline()).startsWith("unclosed " + dropped + " accumulate: +");
        clean(Resource.UNCLOSED, () -> {
            try (InputStream stream = url.openConnection().getInputStream()) {
                read.addAndGet(stream.read());
            }
        });
    }

    @Test
    void unclosedDatagramSockets() throws Throwable {
        assertThat(leak(Resource.UNCLOSED, DatagramSocket::new).headline())
                .startsWith("unclosed sockets accumulate: +1.00 per iteration");
        clean(Resource.UNCLOSED, () -> new DatagramSocket().close());
    }

    @Test
    void unclosedSockets() throws Throwable {
        assertThat(leak(Resource.UNCLOSED, () -> new ServerSocket(0)).headline())
                .startsWith("unclosed sockets accumulate: +1.00 per iteration");
    }

    @Test
    void unclosedStatements() throws Throwable {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:kinds")) {
            Finding finding = leak(
                    Resource.UNCLOSED,
                    () -> connection.prepareStatement("select 1").executeQuery());
            assertThat(finding.headline())
                    .startsWith("unclosed statements accumulate: +1.00 per iteration")
                    .contains("org.h2.jdbc.JdbcPreparedStatement" + ", opened at " + HERE);
            assertThat(finding.evidence())
                    .anyMatch(line -> line.contains("of them from") && line.contains("at " + HERE));
            clean(Resource.UNCLOSED, () -> {
                try (Statement statement = connection.createStatement()) {
                    statement.executeQuery("select 1");
                }
            });
        }
        clean(Resource.UNCLOSED, () -> {
            try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:kinds")) {
                connection.createStatement().executeQuery("select 1"); // closed with its connection
            }
        });
    }

    @Test
    void unclosedConnections() throws Throwable {
        Finding finding = leak(Resource.UNCLOSED, () -> toClose.add(DriverManager.getConnection("jdbc:h2:mem:kinds")));
        assertThat(finding.headline())
                .startsWith("unclosed JDBC connections accumulate: +1.00 per iteration")
                .contains("org.h2.jdbc.JdbcConnection" + ", opened at " + HERE);
        clean(
                Resource.UNCLOSED,
                () -> DriverManager.getConnection("jdbc:h2:mem:kinds").close());
    }

    @Test
    void wrappersOfConnectionsOpenNothing() throws Throwable {
        Class<? extends Wrapper> type = wrapperOfConnections();
        try (Connection shared = DriverManager.getConnection("jdbc:h2:mem:kinds")) {
            clean(
                    Resource.UNCLOSED,
                    () -> assertThat(wrapped(type, shared).isClosed()).isFalse());
        }
        Finding finding = leak(Resource.UNCLOSED, () -> {
            Connection connection = DriverManager.getConnection("jdbc:h2:mem:kinds");
            toClose.add(connection);
            wrapped(type, connection).isClosed();
        });
        assertThat(finding.headline())
                .startsWith("unclosed JDBC connections accumulate: +1.00 per iteration")
                .contains(": org.h2.jdbc.JdbcConnection" + ", opened at " + HERE);
    }

    /** Keeps what it passes on to, as query libraries do. */
    public abstract static class Wrapper {
        public @Nullable Connection connection;
    }

    private static Class<? extends Wrapper> wrapperOfConnections() {
        return new ByteBuddy()
                .subclass(Wrapper.class)
                .implement(Connection.class)
                .method(ElementMatchers.isDeclaredBy(Connection.class))
                .intercept(MethodCall.invokeSelf().onField("connection").withAllArguments())
                .make()
                .load(KindsTest.class.getClassLoader(), ClassLoadingStrategy.Default.INJECTION)
                .getLoaded();
    }

    private static Connection wrapped(Class<? extends Wrapper> type, Connection connection) throws Exception {
        Wrapper wrapper = type.getConstructor().newInstance();
        wrapper.connection = connection;
        return (Connection) wrapper;
    }

    @Test
    void unclosedResponseBodies() throws Throwable {
        Server server = Server.answering(new byte[1 << 20]);
        toClose.add(server);
        URI uri = URI.create(server.url());
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(uri).build();
        Finding finding = leak(
                Resource.UNCLOSED,
                () -> toClose.add(client.send(request, HttpResponse.BodyHandlers.ofInputStream())
                        .body()));
        assertThat(finding.headline())
                .startsWith("unclosed response bodies accumulate: +1.00 per iteration")
                .contains("HttpResponseInputStream"); // opened by a thread of the client, or by this one, as it happens
        clean(Resource.UNCLOSED, () -> {
            try (InputStream body = client.send(request, HttpResponse.BodyHandlers.ofInputStream())
                    .body()) {
                body.readAllBytes();
            }
        });
    }

    @Test
    void unclosedResponsesOfOkHttp() throws Throwable {
        Server server = Server.answering(new byte[1 << 20]);
        toClose.add(server);
        OkHttpClient client = new OkHttpClient();
        toClose.add(client.connectionPool()::evictAll);
        Request request = new Request.Builder().url(server.url()).build();
        Finding finding = leak(
                Resource.UNCLOSED, () -> toClose.add(client.newCall(request).execute()));
        assertThat(finding.headline())
                .startsWith("unclosed response bodies accumulate: +1.00 per iteration")
                .contains("okhttp3.internal.connection.Exchange$ResponseBodySource, opened at " + HERE);
        clean(Resource.UNCLOSED, () -> {
            try (Response response = client.newCall(request).execute()) {
                response.body().bytes();
            }
        });
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void sockets() throws Throwable {
        Finding finding = leak(Resource.SOCKETS, () -> toClose.add(new ServerSocket(0)));
        assertThat(finding.headline())
                .startsWith("open sockets accumulate: +1.00 per iteration")
                .containsPattern("TCP .*:N LISTEN");
        assertThat(finding.evidence()).anyMatch(line -> line.contains("of them from") && line.contains("at " + HERE));
        clean(Resource.SOCKETS, () -> new ServerSocket(0).close());
    }

    /** The JVM itself reads some files there, for names of hosts and time zones, but not this one. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void openFilesOfTheSystem() throws Throwable {
        Path users = Path.of("/etc/passwd");
        Finding finding = leak(Resource.FILE_DESCRIPTORS, () -> toClose.add(AsynchronousFileChannel.open(users)));
        assertThat(finding.headline())
                .startsWith("open files accumulate: +1.00 per iteration")
                .contains("/etc/passwd");
        clean(
                Resource.FILE_DESCRIPTORS,
                () -> AsynchronousFileChannel.open(users).close());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void pipes() throws Throwable {
        Finding finding = leak(Resource.PIPES, () -> {
            Pipe pipe = Pipe.open();
            toClose.add(pipe.source());
            toClose.add(pipe.sink());
        });
        assertThat(finding.headline())
                .startsWith("open pipes accumulate: +2.00 per iteration")
                .contains("reading end of a pipe", "writing end of a pipe");
        clean(Resource.PIPES, () -> {
            Pipe pipe = Pipe.open();
            pipe.source().close();
            pipe.sink().close();
        });
    }

    @Test
    void directBuffers() throws Throwable {
        Finding finding =
                leak(Set.of(Resource.DIRECT_BUFFERS, Resource.HEAP), () -> kept.add(ByteBuffer.allocateDirect(1024)));
        assertThat(finding.headline()).startsWith("direct buffers accumulate: +1.00 per iteration");
        assertThat(finding.evidence()).anyMatch(line -> line.startsWith("held by test instance " + HERE + " -> kept"));
        clean(
                Set.of(Resource.DIRECT_BUFFERS, Resource.HEAP),
                () -> ByteBuffer.allocateDirect(1024).put((byte) 1));
    }

    @Test
    void mappedBuffers(@TempDir Path folder) throws Throwable {
        Path file = Files.writeString(folder.resolve("data.txt"), "0123456789");
        Finding finding = leak(Resource.MAPPED_BUFFERS, () -> {
            try (FileChannel channel = FileChannel.open(file)) {
                kept.add(channel.map(FileChannel.MapMode.READ_ONLY, 0, 10));
            }
        });
        assertThat(finding.headline())
                .startsWith("mapped buffers accumulate: +1.00 per iteration")
                .contains(" iterations, opened at " + HERE);
        kept.clear();
        clean(Resource.MAPPED_BUFFERS, () -> {
            try (FileChannel channel = FileChannel.open(file)) {
                channel.map(FileChannel.MapMode.READ_ONLY, 0, 10).get();
            }
        });
    }

    @Test
    void classes() throws Throwable {
        byte[] bytes = bytesOf(Counter.class);
        Finding finding = leak(
                Resource.CLASSES,
                () -> kept.add(MethodHandles.lookup()
                        .defineHiddenClass(bytes, false, MethodHandles.Lookup.ClassOption.STRONG)
                        .lookupClass()));
        assertThat(finding.headline())
                .startsWith("loaded classes accumulate: +1.00 per iteration")
                .contains(Counter.class.getName());
        clean(
                Resource.CLASSES,
                () -> MethodHandles.lookup().defineHiddenClass(bytes, false).lookupClass());
    }

    @Test
    void classLoaders() throws Throwable {
        URL classes = KindsTest.class.getProtectionDomain().getCodeSource().getLocation();
        Finding finding = leak(Set.of(Resource.CLASS_LOADERS, Resource.HEAP), () -> kept.add(isolated(classes)));
        assertThat(finding.headline())
                .startsWith("class loaders accumulate: +1.00 per iteration")
                .contains("java.net.URLClassLoader of " + Counter.class.getName());
        assertThat(finding.evidence()).anyMatch(line -> line.startsWith("held by test instance " + HERE + " -> kept"));
        clean(Set.of(Resource.CLASS_LOADERS, Resource.HEAP), () -> isolated(classes));
    }

    @Test
    void mbeans() throws Throwable {
        Finding finding = leak(Resource.MBEANS, () -> {
            ObjectName name = new ObjectName("io.wringer:type=Counter,id=" + toClose.size());
            ManagementFactory.getPlatformMBeanServer().registerMBean(new Counter(), name);
            toClose.add(() -> ManagementFactory.getPlatformMBeanServer().unregisterMBean(name));
        });
        assertThat(finding.headline())
                .startsWith("MBeans accumulate: +1.00 per iteration")
                .contains("io.wringer:id=N,type=Counter");
        ObjectName name = new ObjectName("io.wringer:type=Counter,id=clean");
        clean(Resource.MBEANS, () -> {
            ManagementFactory.getPlatformMBeanServer().registerMBean(new Counter(), name);
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
        });
    }

    @Test
    void shutdownHooks() throws Throwable {
        Finding finding = leak(Resource.SHUTDOWN_HOOKS, () -> {
            Thread hook = new Thread(() -> {}, "flush");
            Runtime.getRuntime().addShutdownHook(hook);
            toClose.add(() -> Runtime.getRuntime().removeShutdownHook(hook));
        });
        assertThat(finding.headline())
                .startsWith("shutdown hooks accumulate: +1.00 per iteration")
                .contains("hook \"flush\" of java.lang.Thread");
        clean(Resource.SHUTDOWN_HOOKS, () -> {
            Thread hook = new Thread(() -> {}, "flush");
            Runtime.getRuntime().addShutdownHook(hook);
            Runtime.getRuntime().removeShutdownHook(hook);
        });
    }

    @Test
    void pathsToDeleteOnExit(@TempDir Path folder) throws Throwable {
        int[] number = new int[1];
        Finding finding = leak(
                Resource.TEMP_FILES,
                () -> folder.resolve("f" + number[0]++).toFile().deleteOnExit());
        assertThat(finding.headline()).startsWith("paths to delete on exit accumulate: +1.00 per iteration");
        clean(
                Resource.TEMP_FILES,
                () -> folder.resolve("always the same").toFile().deleteOnExit());
    }

    @Test
    void temporaryFiles() throws Throwable {
        Finding finding = leak(Resource.TEMP_FILES, () -> {
            Path file = Files.createTempFile("upload-", ".part");
            toClose.add(() -> Files.delete(file));
        });
        assertThat(finding.headline())
                .startsWith("temporary files accumulate: +1.00 per iteration")
                .contains(System.getProperty("java.io.tmpdir"), "upload-N.part");
        assertThat(finding.evidence())
                .anyMatch(
                        line -> line.contains("at java.nio.file.Files.createTempFile") && line.contains("at " + HERE));
        clean(Resource.TEMP_FILES, () -> Files.delete(Files.createTempFile("upload-", ".part")));
    }

    @Test
    void temporaryFilesOfTheOlderApi(@TempDir Path folder) throws Throwable {
        assertThat(leak(Resource.TEMP_FILES, () -> File.createTempFile("export-", ".csv", folder.toFile()))
                        .headline())
                .startsWith("temporary files accumulate: +1.00 per iteration");
        clean(
                Resource.TEMP_FILES,
                () -> File.createTempFile("export-", ".csv", folder.toFile()).delete());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void childProcesses() throws Throwable {
        Finding finding = leak(Set.of(Resource.PROCESSES, Resource.PIPES, Resource.THREADS), () -> {
            Process process = new ProcessBuilder("sleep", "600").start();
            toClose.add(() -> process.destroyForcibly().waitFor());
        });
        assertThat(finding.headline())
                .startsWith("child processes accumulate: +1.00 per iteration")
                .contains("sleep");
        clean(Set.of(Resource.PROCESSES, Resource.PIPES, Resource.THREADS), () -> {
            Process process = new ProcessBuilder("true").start();
            process.waitFor();
            process.getInputStream().close();
            process.getErrorStream().close();
            process.getOutputStream().close();
        });
    }

    @Test
    void permits() throws Throwable {
        Semaphore permits = new Semaphore(1_000);
        kept.add(permits);
        Finding finding = leak(Resource.PERMITS, () -> permits.acquire());
        assertThat(finding.headline())
                .startsWith("permits of test instance " + HERE + " -> kept: ArrayList -> [elements] ->"
                        + " java.util.concurrent.Semaphore are not given back: +1.00 per iteration, from ")
                .contains(" iterations, acquired at " + HERE);
        assertThat(finding.evidence())
                .anyMatch(line -> line.startsWith("lent by test instance " + HERE + " -> kept"))
                .anyMatch(line -> line.contains("of them from") && line.contains("at " + HERE));
        clean(Resource.PERMITS, () -> {
            permits.acquire();
            permits.release();
        });
    }

    /** None of them grows evenly; all together do. */
    @Test
    void permitsOfManySemaphores() throws Throwable {
        Stream.generate(() -> new Semaphore(1_000)).limit(300).forEach(kept::add);
        AtomicInteger next = new AtomicInteger();
        Finding finding =
                leak(Resource.PERMITS, () -> ((Semaphore) kept.get(next.getAndIncrement() % kept.size())).acquire());
        assertThat(finding.headline())
                .startsWith("permits of test instance " + HERE + " -> kept")
                .contains(" are not given back: +1.00 per iteration");
        assertThat(finding.evidence())
                .anyMatch(line -> line.startsWith("lent by test instance " + HERE + " -> kept"))
                .anyMatch(line -> line.contains("of them from") && line.contains("at " + HERE));
        clean(Resource.PERMITS, () -> {
            Semaphore semaphore = (Semaphore) kept.get(next.getAndIncrement() % kept.size());
            semaphore.acquire();
            semaphore.release();
        });
    }

    @Test
    void pools() throws Throwable {
        try (GenericObjectPool<StringBuilder> pool = new GenericObjectPool<>(new Builders())) {
            pool.setMaxTotal(-1);
            kept.add(pool);
            Finding finding = leak(Resource.POOLS, () -> pool.borrowObject().append('x'));
            assertThat(finding.headline())
                    .startsWith("borrowed objects of test instance " + HERE + " -> kept: ")
                    .contains(" are not given back: +1.00 per iteration, from ", " iterations, taken at " + HERE);
            assertThat(finding.evidence())
                    .anyMatch(line -> line.startsWith("lent by test instance " + HERE + " -> kept"))
                    .anyMatch(line -> line.contains("of them from") && line.contains("at " + HERE));
            clean(Resource.POOLS, () -> pool.returnObject(pool.borrowObject()));
        }
    }

    @Test
    void readWriteLocks() throws Throwable {
        ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
        kept.add(lock);
        Finding finding = leak(Resource.LOCKS, () -> lock.readLock().lock());
        assertThat(finding.headline())
                .startsWith("holds of test instance " + HERE + " -> kept: ")
                .contains(" are not given back: +1.00 per iteration, from ", " iterations, acquired at " + HERE);
        assertThat(finding.evidence())
                .anyMatch(line -> line.startsWith("lent by test instance " + HERE + " -> kept"))
                .anyMatch(line -> line.contains("of them from") && line.contains("at " + HERE));
        clean(Resource.LOCKS, () -> {
            lock.writeLock();
            lock.readLock().lock();
            lock.readLock().unlock();
        });
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

    /** With all kinds watched, as they are by default. */
    @Test
    void whatIsGivenBackIsSilentForAllKindsTogether(@TempDir Path folder) throws Throwable {
        Path file = Files.writeString(folder.resolve("data.txt"), "0123456789");
        Semaphore permits = new Semaphore(1);
        kept.add(permits);
        clean(SMALL, () -> {
            Thread thread = new Thread(() -> LOCAL.get().add(new Counter()), "short");
            thread.start();
            thread.join();
            new Timer("cleanup", true).cancel();
            try (FileChannel channel = FileChannel.open(file);
                    InputStream stream = new FileInputStream(file.toFile());
                    ServerSocket server = new ServerSocket(0);
                    Connection connection = DriverManager.getConnection("jdbc:h2:mem:kinds")) {
                channel.map(FileChannel.MapMode.READ_ONLY, 0, 10).get();
                connection.createStatement().execute("select " + (stream.read() + server.getLocalPort() / 100_000));
            }
            Files.delete(Files.createTempFile("upload-", ".part"));
            ByteBuffer.allocateDirect(1024).put((byte) 1);
            RawMemory.free(RawMemory.allocate(1 << 16));
            permits.acquire();
            permits.release();
            new Inflater().end();
            CompletableFuture<String> future = new CompletableFuture<>();
            future.thenAccept(value -> {});
            future.complete("done");
        });
    }

    private static byte[] bytesOf(Class<?> type) throws IOException {
        try (InputStream in = type.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class")) {
            return in.readAllBytes();
        }
    }

    private static final class Builders extends BasePooledObjectFactory<StringBuilder> {
        @Override
        public StringBuilder create() {
            return new StringBuilder();
        }

        @Override
        public PooledObject<StringBuilder> wrap(StringBuilder builder) {
            return new DefaultPooledObject<>(builder);
        }
    }

    private Finding leak(Resource kind, Bodies.Code code) throws Throwable {
        return leak(Set.of(kind), code);
    }

    /** Watches few kinds only, which is fast. */
    private Finding leak(Set<Resource> kinds, Bodies.Code code) throws Throwable {
        Outcome outcome = Bodies.repeat(watching(kinds), this, code);
        assertThat(Bodies.failures(outcome)).as(Bodies.text(outcome)).hasSize(1);
        return Bodies.failures(outcome).get(0);
    }

    private void clean(Resource kind, Bodies.Code code) throws Throwable {
        clean(Set.of(kind), code);
    }

    private void clean(Set<Resource> kinds, Bodies.Code code) throws Throwable {
        clean(watching(kinds), code);
    }

    private void clean(Map<String, String> overrides, Bodies.Code code) throws Throwable {
        Outcome outcome = Bodies.repeat(overrides, this, code);
        assertThat(Bodies.said(outcome)).as(Bodies.text(outcome)).isEmpty();
    }

    private static Map<String, String> watching(Set<Resource> kinds) {
        Map<String, String> overrides = new HashMap<>(SMALL);
        overrides.put("wringer.leak.watch", kinds.stream().map(Resource::name).collect(Collectors.joining(",")));
        return overrides;
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
