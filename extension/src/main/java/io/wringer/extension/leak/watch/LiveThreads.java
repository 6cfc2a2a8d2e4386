package io.wringer.extension.leak.watch;

import io.wringer.extension.leak.site.Frames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The platform threads that code under test can have started, and what they belong to. */
final class LiveThreads {

    private static final String OURS = "wringer-";

    /** Started by the JDK on first use, once per JVM, and never stopped. */
    private static final Set<String> OF_JDK = Set.of(
            "Common-Cleaner",
            "Cleaner-0",
            "process reaper",
            "Attach Listener",
            "Signal Dispatcher",
            "Keep-Alive-Timer",
            "Keep-Alive-SocketCleaner",
            "CompletableFutureDelayScheduler",
            "VirtualThread-unparker",
            "VirtualThread-unblocker",
            "VirtualThread-unblocker-0",
            "Read-Poller",
            "Write-Poller",
            "MasterPoller",
            "JFR Recorder Thread",
            "Notification Thread",
            "Reference Handler",
            "Finalizer",
            "DestroyJavaVM");

    private static final List<String> OF_JDK_PREFIXES = List.of(
            "ForkJoinPool.commonPool-",
            "ForkJoinPool-1-worker-",
            "process reaper",
            "RMI ",
            "JMX ",
            "junit-",
            "surefire-");

    private LiveThreads() {}

    static List<Thread> watched() {
        List<Thread> watched = new ArrayList<>();
        for (Thread thread : live()) {
            if (isWatched(thread)) {
                watched.add(thread);
            }
        }
        return watched;
    }

    static Map<Object, String> threads() {
        Map<Object, String> items = new LinkedHashMap<>();
        watched().forEach(thread -> items.put(idOf(thread), label(thread)));
        return items;
    }

    static Map<Object, String> timers() {
        Map<Object, String> items = new LinkedHashMap<>();
        for (Thread thread : watched()) {
            if (thread.getClass().getName().equals("java.util.TimerThread")) {
                items.put(idOf(thread), "timer with thread " + label(thread));
            }
        }
        return items;
    }

    /** Returns thread pools that have threads and were not shut down. */
    static Map<Object, String> executors() {
        Map<Object, String> items = new LinkedHashMap<>();
        for (Thread thread : watched()) {
            if (executorOf(thread) instanceof ExecutorService executor && !executor.isShutdown()) {
                items.put(
                        System.identityHashCode(executor),
                        executor.getClass().getName() + " with thread " + label(thread));
            }
        }
        return items;
    }

    /** Returns threads that wait for a latch. */
    static Map<Object, String> atLatches() {
        Map<Object, String> items = new LinkedHashMap<>();
        for (Thread thread : watched()) {
            Object blocker = LockSupport.getBlocker(thread);
            if (blocker != null && blocker.getClass().getName().equals("java.util.concurrent.CountDownLatch$Sync")) {
                items.put(idOf(thread), '"' + thread.getName() + "\" waits for a CountDownLatch" + at(thread));
            }
        }
        return items;
    }

    private static @Nullable Object executorOf(Thread thread) {
        if (thread instanceof ForkJoinWorkerThread worker) {
            return worker.getPool();
        }
        Object task = Internals.read(thread, "target"); // up to JDK 18
        if (task == null) {
            task = Internals.read(Internals.read(thread, "holder"), "task");
        }
        return task instanceof Runnable && task.getClass().getName().endsWith("ThreadPoolExecutor$Worker")
                ? Internals.read(task, "this$0")
                : null;
    }

    @SuppressWarnings("deprecation") // threadId() came with JDK 19
    static Object idOf(Thread thread) {
        return thread.getId();
    }

    private static String label(Thread thread) {
        return '"' + thread.getName() + "\" (" + thread.getState() + at(thread) + ")";
    }

    private static String at(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        return stack.length == 0 ? "" : ", at " + Frames.render(Frames.own(stack));
    }

    /** Thread groups see all platform threads without stopping them, and no virtual ones. */
    static Thread[] live() {
        ThreadGroup top = Thread.currentThread().getThreadGroup();
        while (top.getParent() != null) {
            top = top.getParent();
        }
        Thread[] threads = new Thread[top.activeCount() + 16];
        int count = top.enumerate(threads, true);
        while (count == threads.length) {
            threads = new Thread[threads.length * 2];
            count = top.enumerate(threads, true);
        }
        return Arrays.copyOf(threads, count);
    }

    private static boolean isWatched(Thread thread) {
        String name = thread.getName();
        return thread.isAlive()
                && !name.startsWith(OURS)
                && !OF_JDK.contains(name)
                && OF_JDK_PREFIXES.stream().noneMatch(name::startsWith)
                && !isInnocuous(thread);
    }

    /** Threads that the JDK keeps for itself, such as cleaners and carriers of virtual threads. */
    private static boolean isInnocuous(Thread thread) {
        String type = thread.getClass().getName();
        return type.startsWith("jdk.internal.misc.") || type.startsWith("jdk.internal.vm.");
    }
}
