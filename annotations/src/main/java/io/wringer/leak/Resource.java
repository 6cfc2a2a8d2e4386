package io.wringer.leak;

import org.apiguardian.api.API;

/**
 * Kinds of resources that {@link LeakFree @LeakFree} watches.
 *
 * <p>What a kind needs beyond the JVM itself, such as a process table or an agent, is said in the result when it is
 * missing; the kind is then not watched.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum Resource {

    /** Objects on the Java heap: more instances of a class, or more bytes in the same number of arrays. */
    HEAP,

    /** Values that threads keep in thread-locals, the test's own thread and pooled ones. */
    THREAD_LOCALS,

    /** Live platform threads. */
    THREADS,

    /** Live virtual threads, on JDK 21 and later. */
    VIRTUAL_THREADS,

    /** Threads of {@code java.util.Timer} that were never cancelled. */
    TIMERS,

    /** Thread pools and fork-join pools that have threads and were never shut down. */
    EXECUTORS,

    /** Class loaders that stay reachable. */
    CLASS_LOADERS,

    /** Loaded classes, generated ones included. */
    CLASSES,

    /** Open files of the process. */
    FILE_DESCRIPTORS,

    /** Open sockets of the process. */
    SOCKETS,

    /** Open pipes of the process. */
    PIPES,

    /**
     * Streams, sockets, archives and compressors that were left open and that a collection would close; JDBC statements
     * and connections, and bodies of HTTP responses, that were never closed.
     */
    UNCLOSED,

    /** Memory of direct byte buffers. */
    DIRECT_BUFFERS,

    /** Memory-mapped buffers. */
    MAPPED_BUFFERS,

    /**
     * Memory outside of the Java heap: as native memory tracking counts it where it is on
     * ({@code -XX:NativeMemoryTracking=summary}), else as resident set of the process; the finding says which.
     */
    NATIVE_MEMORY,

    /** Files and directories made as temporary ones by {@code File} or {@code Files}, and paths registered for deletion on exit. */
    TEMP_FILES,

    /** MBeans registered with the platform's MBean server. */
    MBEANS,

    /** Shutdown hooks. */
    SHUTDOWN_HOOKS,

    /** Permits of semaphores that were not given back. */
    PERMITS,

    /** Reentrant and read/write locks that are still held. */
    LOCKS,

    /** Latches that were never counted down while threads wait for them. */
    LATCHES,

    /** Connections and other objects that were leased from a pool and not given back. */
    POOLS,

    /** Child processes. */
    PROCESSES,

    /** Futures that others depend on and that were never completed. */
    FUTURES,

    /** System properties, default locale, time zone and handlers that were changed and not restored. */
    SYSTEM_STATE
}
