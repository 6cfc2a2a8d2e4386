package io.wringer.extension.leak.site;

import static io.wringer.extension.leak.site.Target.CONSTRUCTOR;

import io.wringer.leak.Resource;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Which methods open or acquire a kind of resource. */
public final class Targets {

    private static final Set<String> NEW = Set.of(CONSTRUCTOR);
    private static final Target ZIP_FILE = Target.of("java.util.zip.ZipFile", NEW, "close");
    private static final Set<String> LOCK = Set.of("lock", "lockInterruptibly", "tryLock");

    private Targets() {}

    /** Returns the methods of a kind; none if its site cannot be seen. */
    public static List<Target> of(Resource kind) {
        return switch (kind) {
            case THREADS, LATCHES -> List.of(Target.of("java.lang.Thread", Set.of("start")));
            case VIRTUAL_THREADS -> List.of(Target.of("java.lang.VirtualThread", NEW));
            case EXECUTORS ->
                List.of(
                        Target.of("java.util.concurrent.ThreadPoolExecutor", NEW, "shutdown", "shutdownNow"),
                        Target.of("java.util.concurrent.ForkJoinPool", NEW, "shutdown", "shutdownNow"));
            case TIMERS -> List.of(Target.of("java.util.Timer", NEW, "cancel"));
            case FILE_DESCRIPTORS -> files();
            case SOCKETS -> sockets();
            case DIRECT_BUFFERS -> List.of(Target.of("java.nio.DirectByteBuffer", NEW));
            case MAPPED_BUFFERS -> List.of(Target.of("sun.nio.ch.FileChannelImpl", Set.of("map")));
            case NATIVE_MEMORY ->
                List.of(
                        Target.of("sun.misc.Unsafe", Set.of("allocateMemory"), "freeMemory"),
                        Target.of("jdk.internal.foreign.ArenaImpl", NEW, "close"));
            case MBEANS ->
                List.of(Target.of(
                        "com.sun.jmx.mbeanserver.JmxMBeanServer", Set.of("registerMBean"), "unregisterMBean"));
            case SHUTDOWN_HOOKS ->
                List.of(Target.of("java.lang.Runtime", Set.of("addShutdownHook"), "removeShutdownHook"));
            case PROCESSES, PIPES -> List.of(Target.of("java.lang.ProcessBuilder", Set.of("start")));
            case TEMP_FILES -> List.of(Target.of("java.io.File", Set.of("deleteOnExit")));
            case CLASS_LOADERS -> List.of(Target.of("java.lang.ClassLoader", NEW));
            case PERMITS ->
                List.of(Target.of(
                        "java.util.concurrent.Semaphore",
                        Set.of("acquire", "acquireUninterruptibly", "tryAcquire"),
                        "release"));
            case LOCKS -> locks();
            case POOLS -> pools();
            case FUTURES -> List.of(Target.of("java.util.concurrent.CompletableFuture", Set.of("tryPushStack")));
            default -> List.of();
        };
    }

    /** Returns the methods that open and close one sort of what a collection hides. */
    public static List<Target> unclosed(String sort) {
        return switch (sort) {
            case "Inflater" -> List.of(Target.of("java.util.zip.Inflater", NEW, "end"));
            case "Deflater" -> List.of(Target.of("java.util.zip.Deflater", NEW, "end"));
            case "ZipFile" -> List.of(ZIP_FILE);
            case "socket" -> sockets();
            case "zip file system" -> List.of(Target.of("jdk.nio.zipfs.ZipFileSystem", NEW, "close"));
            case "HTTP stream" -> List.of(Target.of("sun.net.www.MeteredStream", NEW, "close"));
            case "executor" -> of(Resource.EXECUTORS);
            default -> streams();
        };
    }

    private static List<Target> files() {
        return Stream.concat(
                        streams().stream(),
                        Stream.of(ZIP_FILE, Target.of("sun.nio.fs.UnixDirectoryStream", NEW, "close")))
                .toList();
    }

    private static List<Target> streams() {
        return List.of(
                Target.of("java.io.FileInputStream", NEW, "close"),
                Target.of("java.io.FileOutputStream", NEW, "close"),
                Target.of("java.io.RandomAccessFile", NEW, "close"),
                Target.of("sun.nio.ch.FileChannelImpl", NEW, "implCloseChannel"));
    }

    private static List<Target> sockets() {
        return List.of(
                Target.of("java.net.Socket", NEW, "close"),
                Target.of("java.net.ServerSocket", NEW, "close"),
                Target.of("sun.nio.ch.SocketChannelImpl", NEW, "implCloseChannel"),
                Target.of("sun.nio.ch.ServerSocketChannelImpl", NEW, "implCloseChannel"),
                Target.of("sun.nio.ch.DatagramChannelImpl", NEW, "implCloseChannel"));
    }

    private static List<Target> locks() {
        return List.of(
                Target.of("java.util.concurrent.locks.ReentrantLock", LOCK, "unlock"),
                Target.of("java.util.concurrent.locks.ReentrantReadWriteLock$ReadLock", LOCK, "unlock"),
                Target.of("java.util.concurrent.locks.ReentrantReadWriteLock$WriteLock", LOCK, "unlock"));
    }

    private static List<Target> pools() {
        Set<String> borrow = Set.of("borrowObject");
        return List.of(
                Target.of("com.zaxxer.hikari.pool.HikariPool", Set.of("getConnection"), "recycle"),
                Target.of(
                        "org.apache.commons.pool2.impl.GenericObjectPool", borrow, "returnObject", "invalidateObject"),
                Target.of(
                        "org.apache.commons.pool2.impl.GenericKeyedObjectPool",
                        borrow,
                        "returnObject",
                        "invalidateObject"),
                Target.of("org.apache.tomcat.jdbc.pool.ConnectionPool", Set.of("getConnection"), "returnConnection"),
                Target.of("org.h2.jdbcx.JdbcConnectionPool", Set.of("getConnection"), "recycleConnection"));
    }
}
