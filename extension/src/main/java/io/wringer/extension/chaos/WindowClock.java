package io.wringer.extension.chaos;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells a fault of connections when its window opens and closes; for faults that strike at moments, such as resets, again
 * and again while it may be open. Its one thread, a daemon, exists only if it is needed. Thread-safe.
 */
final class WindowClock implements AutoCloseable {

    private static final long REPEAT_MILLIS = 2;
    private static final long JOIN_AT_MOST_SECONDS = 5;

    private final When when;
    private final boolean repeating;
    private final Runnable told;

    private @Nullable ScheduledExecutorService executor;
    private boolean closed;

    WindowClock(When when, boolean repeating, Runnable told) {
        this.when = when;
        this.repeating = repeating;
        this.told = told;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the task looks at the window itself, and fails only after the end
    synchronized void start() {
        if (closed || !(repeating || !when.from().isZero() || when.lasting().isPresent())) {
            return;
        }
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(WindowClock::thread);
        executor = started;
        if (repeating) {
            started.scheduleWithFixedDelay(told, 0, REPEAT_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            long from = when.from().toNanos();
            started.schedule(told, from, TimeUnit.NANOSECONDS);
            when.lasting().ifPresent(length -> started.schedule(told, from + length.toNanos(), TimeUnit.NANOSECONDS));
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(null, work, "wringer-chaos-windows", 0, false);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        ScheduledExecutorService started;
        synchronized (this) {
            closed = true;
            started = executor;
        }
        if (started != null) {
            started.shutdownNow();
            join(started);
        }
    }

    private static void join(ScheduledExecutorService executor) {
        boolean interrupted = Thread.interrupted();
        try {
            executor.awaitTermination(JOIN_AT_MOST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
