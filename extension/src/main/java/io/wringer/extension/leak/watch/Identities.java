package io.wringer.extension.leak.watch;

import io.wringer.leak.Resource;
import java.lang.management.ManagementFactory;
import java.nio.MappedByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;

/** Leads from objects on the heap to what gauges list. */
public final class Identities {

    /** Classes of the JDK that keep the number of a descriptor, with the field. */
    private static final Map<String, String> DESCRIPTORS = Map.of(
            "java.io.FileDescriptor", "fd",
            "sun.nio.ch.EPollSelectorImpl", "epfd",
            "sun.nio.ch.EventFD", "efd");

    /** Hold threads and connections in collections, and keep a limit of their own. */
    private static final Set<String> LIMITED = Set.of(
            "java.util.concurrent.Executors$DelegatedExecutorService",
            "java.util.concurrent.ThreadPoolExecutor",
            "java.util.concurrent.ForkJoinPool",
            "java.util.Timer",
            "jdk.internal.net.http.ConnectionPool",
            "jdk.internal.net.http.Http2ClientImpl",
            "okhttp3.internal.connection.RealConnectionPool",
            "sun.net.www.http.KeepAliveCache");

    private Identities() {}

    /** Tells whether instances of a class are, or have, what some gauge lists. */
    public static boolean isListed(Class<?> type) {
        return Thread.class.isAssignableFrom(type)
                || ExecutorService.class.isAssignableFrom(type)
                || ClassLoader.class.isAssignableFrom(type)
                || Process.class.isAssignableFrom(type)
                || MappedByteBuffer.class.isAssignableFrom(type) // all direct ones are
                || DESCRIPTORS.containsKey(type.getName())
                || Opened.isFollowed(type);
    }

    /** Tells whether a class, by its name, keeps a limit of what it holds: thread pools and pools of connections. */
    public static boolean isLimited(String className) {
        return LIMITED.contains(className) || Leases.isPool(className);
    }

    /** Returns lists of the JDK in which whatever has a cleaner, is an MBean or a shutdown hook is found. */
    public static List<Object> listsOfJdk() {
        return Stream.of(
                        Internals.readStatic("jdk.internal.ref.CleanerFactory", "commonCleaner"),
                        Platform.hookTable(),
                        ManagementFactory.getPlatformMBeanServer())
                .flatMap(Stream::ofNullable)
                .toList();
    }

    static boolean isOf(Resource kind, Object identity, Object object) {
        return switch (kind) {
            case THREADS, VIRTUAL_THREADS, TIMERS, LATCHES ->
                object instanceof Thread thread && identity.equals(LiveThreads.idOf(thread));
            case EXECUTORS -> object instanceof ExecutorService && identity.equals(System.identityHashCode(object));
            case CLASS_LOADERS -> object instanceof ClassLoader && identity.equals(System.identityHashCode(object));
            case PROCESSES -> object instanceof Process process && identity.equals(process.pid());
            case FILE_DESCRIPTORS, SOCKETS, PIPES -> isDescriptor(identity, object);
            case DIRECT_BUFFERS -> DirectBuffers.isOf(identity, object);
            default -> false;
        };
    }

    private static boolean isDescriptor(Object identity, Object object) {
        String field = DESCRIPTORS.get(object.getClass().getName());
        return field != null
                && Internals.read(object, field) instanceof Integer number
                && String.valueOf(identity).startsWith(number + " ");
    }
}
