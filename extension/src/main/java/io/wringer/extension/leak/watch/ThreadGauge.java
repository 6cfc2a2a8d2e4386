package io.wringer.extension.leak.watch;

import io.wringer.leak.Resource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Live platform threads that code under test can have started. */
final class ThreadGauge implements Gauge {

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
            "JFR Recorder Thread",
            "Notification Thread",
            "Reference Handler",
            "Finalizer",
            "DestroyJavaVM");

    private static final List<String> OF_JDK_PREFIXES =
            List.of("ForkJoinPool.commonPool-", "ForkJoinPool-1-worker-", "RMI ", "JMX ", "junit-", "surefire-");

    @Override
    public Resource kind() {
        return Resource.THREADS;
    }

    @Override
    public String unit() {
        return "live thread";
    }

    @Override
    public long read() {
        long count = 0;
        for (Thread thread : live()) {
            if (isWatched(thread)) {
                count++;
            }
        }
        return count;
    }

    @Override
    public Map<Object, String> items() {
        Map<Object, String> items = new LinkedHashMap<>();
        for (Thread thread : live()) {
            if (isWatched(thread)) {
                items.put(idOf(thread), label(thread));
            }
        }
        return items;
    }

    @SuppressWarnings("deprecation") // threadId() came with JDK 19
    private static Object idOf(Thread thread) {
        return thread.getId();
    }

    private static String label(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        String at = stack.length == 0 ? "" : ", at " + ownFrame(stack);
        return '"' + thread.getName() + "\" (" + thread.getState() + at + ")";
    }

    private static String ownFrame(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            if (!frame.getClassName().startsWith("java.")
                    && !frame.getClassName().startsWith("jdk.")) {
                return Stacks.frame(frame);
            }
        }
        return Stacks.frame(stack[stack.length - 1]);
    }

    /** Thread groups see all platform threads without stopping them, and no virtual ones. */
    private static Thread[] live() {
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
        return java.util.Arrays.copyOf(threads, count);
    }

    private static boolean isWatched(Thread thread) {
        String name = thread.getName();
        return thread.isAlive()
                && !name.startsWith(OURS)
                && !OF_JDK.contains(name)
                && OF_JDK_PREFIXES.stream().noneMatch(name::startsWith)
                && !isInnocuous(thread);
    }

    /** Threads that the JDK keeps for itself, such as cleaners. */
    private static boolean isInnocuous(Thread thread) {
        return thread.getClass().getName().startsWith("jdk.internal.misc.Innocuous");
    }
}
