package io.wringer.extension.chaos;

import io.wringer.extension.chaos.weave.Point;
import java.io.FileNotFoundException;
import java.net.SocketException;
import java.nio.file.FileSystemException;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.RejectedExecutionException;

/** Makes what the JVM and libraries throw when something is used up. */
final class Exhaustion {

    static final String HEAP = "heap";
    static final String THREADS = "threads";
    static final String DESCRIPTORS = "descriptors";
    static final String POOL = "pool";

    static final Set<String> KINDS = new TreeSet<>(Set.of(HEAP, THREADS, DESCRIPTORS, POOL));

    private static final String SQL_POOL = "java.sql.SQLTransientConnectionException";

    private Exhaustion() {}

    static Throwable create(String kind, Point point, ClassLoader loader) throws ClassNotFoundException {
        return switch (kind) {
            case HEAP -> new OutOfMemoryError("Java heap space");
            case THREADS ->
                new OutOfMemoryError(
                        "unable to create native thread: possibly out of memory or process/resource limits reached");
            case DESCRIPTORS -> noDescriptor(point);
            default -> emptyPool(point, loader);
        };
    }

    private static Throwable noDescriptor(Point point) {
        String problem = "Too many open files";
        if (point.owner().startsWith("java.net.") || point.owner().contains(".Socket")) {
            return new SocketException(problem);
        }
        return point.name().equals("<init>")
                ? new FileNotFoundException("(" + problem + ")")
                : new FileSystemException("", null, problem);
    }

    private static Throwable emptyPool(Point point, ClassLoader loader) throws ClassNotFoundException {
        String problem = "Injected by Wringer at " + point.signature() + ": the pool is exhausted";
        return point.exceptions().contains("java.sql.SQLException")
                ? Exceptions.create(Class.forName(SQL_POOL, true, loader).asSubclass(Throwable.class), problem)
                : new RejectedExecutionException(problem);
    }
}
