package io.wringer.extension.leak.pairs;

import java.util.List;
import java.util.concurrent.ExecutorService;

/** Ends threads that a broken body left behind. */
final class Threads {

    private static final long PATIENCE_MILLIS = 5_000;

    private Threads() {}

    /** Interrupts all live platform threads whose name begins so, and waits for their end. */
    static void interrupt(String prefix) throws InterruptedException {
        List<Thread> threads = named(prefix);
        threads.forEach(Thread::interrupt);
        join(threads);
    }

    /** Shuts down the pools of all live threads whose name begins so. */
    static void shutDownPools(String prefix) throws InterruptedException {
        List<Thread> threads = named(prefix);
        for (Thread thread : threads) {
            Object worker = task(thread);
            ((ExecutorService) Innards.read(worker, worker.getClass(), "this$0")).shutdownNow();
        }
        join(threads);
    }

    /** Cancels the timers of all live threads whose name begins so. */
    static void cancelTimers(String prefix) throws InterruptedException {
        List<Thread> threads = named(prefix);
        for (Thread thread : threads) {
            Object queue = Innards.read(thread, thread.getClass(), "queue");
            synchronized (queue) {
                Innards.write(thread, thread.getClass(), "newTasksMayBeScheduled", false);
                Innards.write(queue, queue.getClass(), "size", 0);
                queue.notifyAll();
            }
        }
        join(threads);
    }

    private static Object task(Thread thread) {
        if (Runtime.version().feature() < 19) {
            return Innards.read(thread, Thread.class, "target");
        }
        Object holder = Innards.read(thread, Thread.class, "holder");
        return Innards.read(holder, holder.getClass(), "task");
    }

    private static List<Thread> named(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .toList();
    }

    private static void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join(PATIENCE_MILLIS);
            if (thread.isAlive()) {
                throw new IllegalStateException(thread + " does not end");
            }
        }
    }
}
