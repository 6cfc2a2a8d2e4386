package io.wringer.extension.leak.pairs;

import io.wringer.leak.Resource;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.TimeZone;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** What the operating system or the JVM lends. */
final class JdkResourcePairs {

    private JdkResourcePairs() {}

    /** Streams that are kept and not closed. */
    @Expect(
            library = "JDK",
            kind = Resource.FILE_DESCRIPTORS,
            says = {"open file", "java.io.FileInputStream", "open: ArrayDeque"})
    static final class StreamsKeptOpen implements Pair {
        private final Deque<InputStream> open = new ArrayDeque<>();
        private final Path file = Files.createTempFile("pairs", ".txt");

        StreamsKeptOpen() throws IOException {}

        @Override
        public void broken() throws IOException {
            open.add(new FileInputStream(file.toFile()));
        }

        @Override
        public void clean() throws IOException {
            try (InputStream in = new FileInputStream(file.toFile())) {
                in.read();
            }
        }

        @Override
        public void close() throws IOException {
            for (InputStream in : open) {
                in.close();
            }
            Files.delete(file);
        }
    }

    /** Streams that are dropped and not closed: a collection closes them, so nothing seems to grow. */
    @Expect(
            library = "JDK",
            kind = Resource.UNCLOSED,
            says = {"FileInputStream", "StreamsDropped"},
            ordinary = true)
    static final class StreamsDropped implements Pair {
        private final Path file = Files.createTempFile("pairs", ".txt");

        StreamsDropped() throws IOException {}

        @Override
        public void broken() throws IOException {
            new FileInputStream(file.toFile()).read();
        }

        @Override
        public void clean() throws IOException {
            try (InputStream in = new FileInputStream(file.toFile())) {
                in.read();
            }
        }

        @Override
        public void close() throws IOException {
            Files.delete(file);
        }
    }

    /** A compressor that is not ended holds native memory until a collection. */
    @Expect(
            library = "JDK",
            kind = Resource.UNCLOSED,
            says = {"Deflater", "DeflaterNotEnded"})
    static final class DeflaterNotEnded implements Pair {

        @Override
        public void broken() {
            compress(new Deflater());
        }

        @Override
        public void clean() {
            Deflater deflater = new Deflater();
            try {
                compress(deflater);
            } finally {
                deflater.end();
            }
        }

        private static void compress(Deflater deflater) {
            deflater.setInput(new byte[64]);
            deflater.finish();
            deflater.deflate(new byte[128]);
        }
    }

    /** A class loader that is not closed keeps its archive open. */
    @Expect(
            library = "JDK",
            kind = Resource.UNCLOSED,
            says = {"URLClassLoader", "ClassLoaderNotClosed"})
    static final class ClassLoaderNotClosed implements Pair {
        private final Path archive = Files.createTempFile("pairs", ".jar");

        ClassLoaderNotClosed() throws IOException {
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
                zip.putNextEntry(new ZipEntry("greeting.txt"));
                zip.write("hello".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
        }

        @Override
        public void broken() throws IOException {
            URLClassLoader plugins = loader();
            plugins.findResource("greeting.txt");
        }

        @Override
        public void clean() throws IOException {
            try (URLClassLoader plugins = loader()) {
                plugins.findResource("greeting.txt");
            }
        }

        private URLClassLoader loader() throws IOException {
            return new URLClassLoader(new URL[] {archive.toUri().toURL()}, null);
        }

        @Override
        public void close() throws IOException {
            Files.delete(archive);
        }
    }

    /** Both ends of connections that nobody closes. */
    @Expect(
            library = "JDK",
            kind = Resource.SOCKETS,
            says = {"open socket", "java.net.Socket", "open: ArrayDeque"})
    static final class SocketsKeptOpen implements Pair {
        private final ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        private final Deque<Socket> open = new ArrayDeque<>();

        SocketsKeptOpen() throws IOException {}

        @Override
        public void broken() throws IOException {
            open.add(connect());
            open.add(server.accept());
        }

        @Override
        public void clean() throws IOException {
            try (Socket client = connect();
                    Socket accepted = server.accept()) {
                client.getOutputStream().write(1);
                accepted.getInputStream().read();
            }
        }

        private Socket connect() throws IOException {
            return new Socket(server.getInetAddress(), server.getLocalPort());
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : open) {
                socket.close();
            }
            server.close();
        }
    }

    /** Temporary files that stay. */
    @Expect(
            library = "JDK",
            kind = Resource.TEMP_FILES,
            says = {"temp", "upload-"})
    static final class TempFilesNotDeleted implements Pair {

        @Override
        public void broken() throws IOException {
            Files.createTempFile("upload-", ".part");
        }

        @Override
        public void clean() throws IOException {
            Files.delete(Files.createTempFile("upload-", ".part"));
        }

        @Override
        public void close() throws IOException {
            Path directory = Path.of(System.getProperty("java.io.tmpdir"));
            try (var files = Files.newDirectoryStream(directory, "upload-*.part")) {
                for (Path file : files) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** The file is gone, its name stays registered until the JVM ends. */
    @Expect(
            library = "JDK",
            kind = Resource.TEMP_FILES,
            says = {"java.io.DeleteOnExitHook.files"})
    static final class DeletedOnExitOnly implements Pair {

        @Override
        public void broken() throws IOException {
            File file = File.createTempFile("export-", ".csv");
            file.deleteOnExit();
            file.delete();
        }

        @Override
        public void clean() throws IOException {
            File.createTempFile("export-", ".csv").delete();
        }

        @Override
        @SuppressWarnings("unchecked")
        public void close() throws ClassNotFoundException {
            Class<?> hook = Class.forName("java.io.DeleteOnExitHook");
            synchronized (hook) {
                ((java.util.Set<String>) Innards.read(null, hook, "files")).removeIf(name -> name.contains("export-"));
            }
        }
    }

    /** Memory outside the heap that small objects hold. */
    @Expect(
            library = "JDK",
            kind = Resource.DIRECT_BUFFERS,
            says = {"java.nio.DirectByteBuffer", "sent: ArrayDeque"})
    static final class DirectBuffersKept implements Pair {
        private final Deque<ByteBuffer> sent = new ArrayDeque<>();

        @Override
        public void broken() {
            sent.add(ByteBuffer.allocateDirect(1024));
        }

        @Override
        public void clean() {
            sent.add(ByteBuffer.allocateDirect(1024));
            sent.remove();
        }
    }

    /** Files that stay mapped. */
    @Expect(
            library = "JDK",
            kind = Resource.MAPPED_BUFFERS,
            says = {"java.nio.DirectByteBuffer", "segments: ArrayDeque"})
    static final class MappedBuffersKept implements Pair {
        private final Deque<ByteBuffer> segments = new ArrayDeque<>();
        private final Path file = Files.createTempFile("pairs", ".segment");

        MappedBuffersKept() throws IOException {
            Files.write(file, new byte[4096]);
        }

        @Override
        public void broken() throws IOException {
            try (FileChannel channel = FileChannel.open(file)) {
                segments.add(channel.map(MapMode.READ_ONLY, 0, 4096));
            }
        }

        @Override
        public void clean() throws IOException {
            broken();
            segments.remove();
        }

        @Override
        public void close() throws IOException {
            Files.delete(file);
        }
    }

    /** An MBean per session. */
    @Expect(
            library = "JDK",
            kind = Resource.MBEANS,
            says = {"com.sun.jmx.mbeanserver.NamedObject", "domainTb"})
    static final class MBeanNotUnregistered implements Pair {
        private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        private int next;

        @Override
        public void broken() throws Exception {
            server.registerMBean(new Statistics(), name());
        }

        @Override
        public void clean() throws Exception {
            ObjectName name = name();
            server.registerMBean(new Statistics(), name);
            server.unregisterMBean(name);
        }

        private ObjectName name() throws Exception {
            return new ObjectName("io.wringer.pairs:type=Session,id=" + next++);
        }

        @Override
        public void close() throws Exception {
            for (ObjectName name : server.queryNames(new ObjectName("io.wringer.pairs:*"), null)) {
                server.unregisterMBean(name);
            }
        }

        /** What is managed. */
        public interface StatisticsMBean {
            /** Returns how many requests there were. */
            int getRequests();
        }

        /** A managed bean. */
        public static final class Statistics implements StatisticsMBean {
            @Override
            public int getRequests() {
                return 1;
            }
        }
    }

    /** A shutdown hook per client. */
    @Expect(
            library = "JDK",
            kind = Resource.SHUTDOWN_HOOKS,
            says = {"JdkResourcePairs$ShutdownHookPerClient$Flush", "ApplicationShutdownHooks.hooks"})
    static final class ShutdownHookPerClient implements Pair {

        @Override
        public void broken() {
            Runtime.getRuntime().addShutdownHook(new Flush());
        }

        @Override
        public void clean() {
            Flush flush = new Flush();
            Runtime.getRuntime().addShutdownHook(flush);
            Runtime.getRuntime().removeShutdownHook(flush);
        }

        @Override
        @SuppressWarnings("unchecked")
        public void close() throws ClassNotFoundException {
            Class<?> hooks = Class.forName("java.lang.ApplicationShutdownHooks");
            synchronized (hooks) {
                ((IdentityHashMap<Thread, Thread>) Innards.read(null, hooks, "hooks"))
                        .keySet()
                        .removeIf(Flush.class::isInstance);
            }
        }

        private static final class Flush extends Thread {
            @Override
            public void run() {
                interrupt();
            }
        }
    }

    /** A child process that nobody ends. */
    @Expect(
            library = "JDK",
            kind = Resource.PROCESSES,
            says = {"process", "sleep"})
    static final class ProcessNotEnded implements Pair {

        @Override
        public void broken() throws IOException {
            start();
        }

        @Override
        public void clean() throws Exception {
            Process process = start();
            process.destroyForcibly();
            process.waitFor();
        }

        private static Process start() throws IOException {
            return new ProcessBuilder("sleep", "120")
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        }

        @Override
        public void close() {
            ProcessHandle.current()
                    .children()
                    .filter(child -> child.info().command().orElse("").endsWith("sleep"))
                    .forEach(child -> {
                        child.destroyForcibly();
                        child.onExit().orTimeout(5, TimeUnit.SECONDS).join();
                    });
        }
    }

    /** A setting per request in the one map that all share. */
    @Expect(
            library = "JDK",
            kind = Resource.SYSTEM_STATE,
            says = {"java.lang.String", "static java.lang.System.props"})
    static final class SystemPropertyPerRequest implements Pair {
        private int next;

        @Override
        public void broken() {
            System.setProperty("io.wringer.pairs.request." + next, String.valueOf(next++));
        }

        @Override
        public void clean() {
            String key = "io.wringer.pairs.request." + next;
            System.setProperty(key, String.valueOf(next++));
            System.clearProperty(key);
        }

        @Override
        public void close() {
            System.getProperties().keySet().removeIf(key -> key.toString().startsWith("io.wringer.pairs.request."));
        }
    }

    /** The default time zone, changed and not restored. */
    @Expect(
            library = "JDK",
            kind = Resource.SYSTEM_STATE,
            says = {"time zone", "Pacific/Chatham"})
    static final class TimeZoneNotRestored implements Pair {
        private final TimeZone original = TimeZone.getDefault();

        @Override
        public void broken() {
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Chatham"));
        }

        @Override
        public void clean() {
            TimeZone before = TimeZone.getDefault();
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Chatham"));
            TimeZone.setDefault(before);
        }

        @Override
        public void close() {
            TimeZone.setDefault(original);
        }
    }
}
