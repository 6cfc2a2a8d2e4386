package io.wringer.extension.stress;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;

/** Makes, describes and joins the threads of workers. */
final class WorkerThreads {

    private static final String NAME = "wringer-stress-";

    private WorkerThreads() {}

    /** Makes one thread per worker, not yet started; daemons, so that one left behind can't keep the JVM alive. */
    static List<Thread> of(List<Worker> workers, boolean virtual) {
        return workers.stream()
                .map(worker -> virtual ? virtual(worker) : platform(worker))
                .toList();
    }

    private static Thread platform(Worker worker) {
        Thread thread = new Thread(worker, NAME + worker.index());
        thread.setDaemon(true);
        return thread;
    }

    /** {@code Thread.ofVirtual().name(...).unstarted(worker)}, which JDK 17 does not know. */
    private static Thread virtual(Worker worker) {
        try {
            Class<?> builder = Class.forName("java.lang.Thread$Builder");
            Class<?> ofVirtual = Class.forName("java.lang.Thread$Builder$OfVirtual");
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            MethodHandle make = lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(ofVirtual));
            MethodHandle name = lookup.findVirtual(builder, "name", MethodType.methodType(builder, String.class));
            MethodHandle unstarted =
                    lookup.findVirtual(builder, "unstarted", MethodType.methodType(Thread.class, Runnable.class));
            Thread thread = (Thread) unstarted.invokeWithArguments(
                    name.invokeWithArguments(make.invoke(), NAME + worker.index()), worker);
            thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
            return thread;
        } catch (Throwable e) { // the spec has checked that this JDK has them
            throw new IllegalStateException("virtual threads can't be made", e);
        }
    }

    /** Returns the ids whose allocation the JVM tells: none of virtual threads. */
    @SuppressWarnings("deprecation") // threadId() came with JDK 19
    static long[] ids(List<Thread> threads, StressSpec spec) {
        return spec.virtualThreads()
                ? new long[0]
                : threads.stream().mapToLong(Thread::getId).toArray();
    }

    /** Returns the frames of the code under test, the innermost first. */
    static List<String> stack(Thread thread) {
        return Frames.aboveHarness(thread.getStackTrace());
    }

    /** Ends a load at once; returns a description of each thread that would not stop in time. */
    static List<String> stop(Gate gate, List<Worker> workers, List<Thread> threads, long nanos) {
        workers.forEach(Worker::dismiss);
        gate.close();
        threads.forEach(Thread::interrupt);
        join(threads, nanos);
        return threads.stream()
                .filter(Thread::isAlive)
                .map(thread -> thread.getName() + System.lineSeparator() + "    "
                        + String.join(System.lineSeparator() + "    ", stack(thread)))
                .toList();
    }

    /** Waits for threads to end, for a limited time; keeps an interrupt for the caller. */
    static void join(List<Thread> threads, long nanos) {
        long deadline = System.nanoTime() + nanos;
        boolean interrupted = false;
        for (Thread thread : threads) {
            long left = deadline - System.nanoTime();
            while (left > 0 && thread.isAlive()) {
                try {
                    thread.join(Math.max(1, left / 1_000_000));
                } catch (InterruptedException e) {
                    interrupted = true;
                }
                left = deadline - System.nanoTime();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
