package io.wringer.extension.stress;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/** Looks for reasons to end the load before its time; used by the coordinator. */
final class Watchdog {

    private static final long SLOWNESS = 10;

    private final long stallNanos;
    private final List<Worker> workers;
    private final Deadlocks deadlocks;
    private final BreachWatch breach;
    private long completed = -1;
    private long lastProgress;

    Watchdog(StressSpec spec, List<Worker> workers, Deadlocks deadlocks, BreachWatch breach) {
        this.stallNanos = spec.stallAfter().toNanos();
        this.workers = workers;
        this.deadlocks = deadlocks;
        this.breach = breach;
    }

    /** Forgets the progress before a pause. */
    void reset(long now) {
        completed = -1;
        lastProgress = now;
    }

    /** Called several times a second. */
    @Nullable
    Ending look(long now, Supplier<Totals> collected) {
        for (Worker worker : workers) {
            TestAbortedException assumption = worker.assumption();
            if (assumption != null) {
                return new Ending.Assumption();
            }
        }
        return stalled(now, collected);
    }

    /** Called once a second, after everything was collected. */
    @Nullable
    Ending breach(Totals totals, long loadNanos) {
        long late = workers.stream().mapToLong(Worker::late).sum();
        return breach.look(totals, late, loadNanos);
    }

    /** Called once a second, for the JVM stops all threads to look. */
    @Nullable
    Ending deadlock() {
        return deadlocks.find();
    }

    private @Nullable Ending stalled(long now, Supplier<Totals> collected) {
        long progress = workers.stream().mapToLong(Worker::completed).sum();
        int inFlight = (int) workers.stream().filter(Worker::isInFlight).count();
        if (progress != completed || inFlight == 0) {
            completed = progress;
            lastProgress = now;
            return null;
        }
        long idle = now - lastProgress;
        boolean stalled = idle > stallNanos && idle > SLOWNESS * collected.get().longest();
        return stalled ? new Ending.Stall(idle, inFlight) : null;
    }
}
