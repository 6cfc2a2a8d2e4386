package io.wringer.extension.stress;

import io.wringer.stress.StressPlan;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.HdrHistogram.IntCountsHistogram;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * One caller: calls operations during the phases of the load and records what they took.
 *
 * <p>Runs on a thread of its own. What it measured is guarded by its lock, which it takes once per full journal; the
 * coordinator takes it once a second. Recording in the innermost loop needs no lock, see {@link Journal}.
 */
final class Worker implements Runnable {

    /** Returned in place of a time when there is no further operation in a phase. */
    static final long DONE = Long.MIN_VALUE;

    private static final int ALREADY_FAILED = -1;
    private static final long MOST_PARK = 10_000_000;
    private static final long SHORT_BATCH = 200_000;
    private static final long LONG_BATCH = 1_000_000;
    private static final long SLICE = 1_000_000;

    private final int index;
    private final Crew crew;
    private final Journal journal = new Journal();
    private final int[] mix;
    private volatile int mixAt; // written by the worker alone
    private int batch;
    private long resumed = System.nanoTime();

    private final Object lock = new Object();
    private final Tally[] tallies;
    private final IntCountsHistogram lag = new IntCountsHistogram(Latencies.FEWER_DIGITS);
    private final FailureLog failures = new FailureLog();
    private int collected;
    private long completed;
    private long started;
    private long aborted;
    private long late;
    private boolean abandoned;
    private @Nullable TestAbortedException assumption;

    private volatile @Nullable Phase phase;
    private volatile @Nullable Phase left;
    private volatile boolean givenUp;
    private volatile long intended;
    private volatile long finishedAt;
    private volatile @Nullable Throwable crash;

    Worker(int index, Crew crew) {
        this.index = index;
        this.crew = crew;
        this.mix = crew.mix(index);
        this.batch = crew.isHot() ? 1 : 0;
        this.tallies = IntStream.range(0, crew.operations().all().size())
                .mapToObj(unused -> new Tally(crew.rate() != null))
                .toArray(Tally[]::new);
    }

    @Override
    public void run() {
        Phase done = null;
        for (Phase next = crew.gate().next(null);
                next != null;
                next = crew.gate().next(done)) {
            work(next);
            done = next;
            left = next;
            crew.gate().arrive(next);
        }
    }

    private void work(Phase current) {
        phase = current;
        finishedAt = current.startedAt();
        try {
            if (crew.isHot()) {
                runHot(current);
            } else {
                runPaced(current);
            }
        } catch (Throwable e) { // ours, not the user's: the coordinator reports it, and nobody waits in vain
            crash = e;
            current.end();
        } finally {
            journal.leave();
        }
    }

    private void runHot(Phase current) {
        while (awaitActive(current)) {
            long begin = System.nanoTime();
            if (begin - current.deadline() >= 0) {
                return;
            }
            int claimed = current.claim(current.hasDeadline() ? Journal.CAPACITY : batch);
            if (claimed == 0) {
                return;
            }
            long end = crew.loop().run(this, current, claimed, activeUntil(current, begin));
            finishedAt = end;
            adaptBatch(end - begin);
            flush();
            giveWay();
        }
    }

    /** Claims as many operations at once as take a fraction of a millisecond, so that no worker is left with many. */
    private void adaptBatch(long nanos) {
        if (nanos < SHORT_BATCH) {
            batch = Math.min(2 * batch, Journal.CAPACITY);
        } else if (nanos > LONG_BATCH) {
            batch = Math.max(1, batch / 2);
        }
    }

    private void flush() {
        synchronized (lock) {
            drain();
            journal.clear();
            collected = 0;
        }
    }

    /**
     * Lets other virtual threads have the carrier, which nobody takes from them. A yield would not do: it puts a thread
     * behind those of its own carrier while there are any, and the threads that wait for any carrier starve. Whoever was
     * parked waits with all others.
     */
    private void giveWay() {
        if (crew.virtual() && System.nanoTime() - resumed >= SLICE) {
            LockSupport.parkNanos(1);
            resumed = System.nanoTime();
        }
    }

    private void drain() {
        int entries = journal.entries();
        if (!abandoned) {
            for (int entry = collected; entry < entries; entry++) {
                tallies[journal.operation(entry)].latency(journal.latency(entry));
            }
            completed += entries - collected;
        }
        collected = entries;
    }

    private boolean awaitActive(Phase current) {
        while (!current.isOver() && !isActive(current)) {
            LockSupport.parkNanos(MOST_PARK);
            if (System.nanoTime() - current.deadline() >= 0) {
                return false;
            }
        }
        return !current.isOver();
    }

    private boolean isActive(Phase current) {
        Profile threads = crew.threads();
        return threads == null || threads.valueAt(current.loadTime(System.nanoTime())) > index;
    }

    /** A batch is cut short where the number of active workers changes, or where others wait for the carrier. */
    private long activeUntil(Phase current, long now) {
        boolean cut = current.hasDeadline() && (crew.threads() != null || crew.virtual());
        return cut ? Math.min(current.deadline(), now + MOST_PARK) : current.deadline();
    }

    private void runPaced(Phase current) {
        Arrivals arrivals = current.arrivals();
        boolean first = true;
        while (awaitActive(current)) {
            if (arrivals == null && !first) {
                think(current);
            }
            long due = arrivals == null ? claimOne(current) : arrivals.claim(current);
            if (due == DONE) {
                return;
            }
            operate(current, due, arrivals != null);
            first = false;
            giveWay();
        }
    }

    /** Pauses for the think time, but not beyond the end of the phase. */
    private void think(Phase current) {
        long now = System.nanoTime();
        awaitUntil(now + Math.min(crew.thinkTime().toNanos(), current.deadline() - now), current);
    }

    private long claimOne(Phase current) {
        long now = System.nanoTime();
        return now - current.deadline() >= 0 || current.isOver() || current.claim(1) == 0 ? DONE : now;
    }

    private void operate(Phase current, long due, boolean scheduled) {
        int operation = nextOperation();
        String name = crew.operations().all().get(operation).name();
        intended = scheduled ? due : 0;
        journal.enter(operation, System.nanoTime());
        boolean ready = hooks(crew.operations().before(), operation, name);
        if (scheduled) {
            journal.leave();
            awaitUntil(due, current);
            if (current.isOver()) {
                return;
            }
        }
        if (ready) {
            boolean succeeded = call(operation, due, scheduled);
            hooks(crew.operations().after(), succeeded ? operation : ALREADY_FAILED, name);
        } else {
            long now = System.nanoTime();
            record(operation, scheduled ? due : now, now, now, scheduled);
        }
        journal.leave();
    }

    private boolean call(int operation, long due, boolean scheduled) {
        long start = System.nanoTime();
        journal.enter(operation, start);
        long end;
        Throwable failure = null;
        try {
            Object value = crew.loop().call(operation);
            end = crew.operations().all().get(operation).async()
                    ? Completion.await((CompletionStage<?>) value)
                    : System.nanoTime();
            journal.consume(value);
        } catch (Completion.Failed e) {
            end = e.at();
            failure = e.getCause();
        } catch (Throwable e) { // whatever the user's code throws is a failed operation
            end = System.nanoTime();
            failure = e;
        }
        record(operation, scheduled ? due : start, start, end, scheduled);
        if (failure != null) {
            failed(operation, failure);
        }
        return failure == null;
    }

    private void record(int operation, long due, long start, long end, boolean scheduled) {
        synchronized (lock) {
            finishedAt = end;
            if (abandoned) {
                return;
            }
            tallies[operation].latency(end - due);
            completed++;
            if (scheduled) {
                tallies[operation].service(end - start);
                lag.recordValue(Math.max(0, start - due));
                started++;
                late += start - due > LoadRunner.LATE_NANOS ? 1 : 0;
            }
        }
    }

    private boolean hooks(List<StressPlan.Hook> hooks, int operation, String name) {
        try {
            for (StressPlan.Hook hook : hooks) {
                hook.run(name);
            }
            return true;
        } catch (Throwable e) { // a hook that fails is a failed operation, which counts once
            if (operation != ALREADY_FAILED) {
                failed(operation, e);
            }
            return false;
        }
    }

    private int nextOperation() {
        int at = mixAt;
        mixAt = at + 1 == mix.length ? 0 : at + 1;
        return mix[at];
    }

    /** Waits for a time, to within a microsecond or two where the processor is free, or until nothing is left to do. */
    private void awaitUntil(long time, Phase current) {
        long spin = crew.spinNanos();
        Thread.interrupted(); // else parking would return at once
        for (long left = time - System.nanoTime(); left > 0 && current.hasMore(); left = time - System.nanoTime()) {
            if (left > spin) {
                LockSupport.parkNanos(Math.min(left - spin, MOST_PARK));
            } else {
                Thread.onSpinWait();
            }
        }
    }

    /** Takes note of a failed operation; called by its own thread. */
    void failed(int operation, Throwable failure) {
        Thread.interrupted(); // a flag that the operation left behind is not for us
        Phase current = phase;
        synchronized (lock) {
            if (abandoned || givenUp) {
                return; // reported as hung already
            }
            if (failure instanceof TestAbortedException abortion) {
                aborted++;
                assumption = assumption == null ? abortion : assumption;
                return;
            }
            tallies[operation].failure();
            failures.add(operation, failure, current == null ? 0 : current.loadTime(System.nanoTime()));
        }
    }

    // What the coordinator calls.

    /** Moves everything measured so far to the totals. */
    void collectInto(Totals totals) {
        synchronized (lock) {
            drain();
            for (int operation = 0; operation < tallies.length; operation++) {
                tallies[operation].moveTo(totals.operation(operation));
            }
            totals.lag().add(lag);
            lag.reset();
            totals.add(failures.drain(crew.operations().names()));
        }
    }

    /** Forgets what was counted, after the warm-up. */
    void resetCounts() {
        synchronized (lock) {
            completed = 0;
            started = 0;
            late = 0;
        }
    }

    /** Says that the operation in flight is hung: what becomes of it is no news any more. */
    void giveUp() {
        givenUp = true;
    }

    /** Counts the operation in flight with the time until now, and ignores whatever the worker still does. */
    void abandon(int operation, long since, long now) {
        synchronized (lock) {
            drain();
            if (!abandoned && operation >= 0) {
                tallies[operation].latency(now - (intended == 0 ? since : intended));
                tallies[operation].service(now - since);
                completed++;
                started += intended == 0 ? 0 : 1;
            }
            abandoned = true;
            finishedAt = now;
        }
    }

    /** Returns how many operations were completed, those not yet collected included. */
    long completed() {
        synchronized (lock) {
            return completed + journal.entries() - collected;
        }
    }

    long started() {
        synchronized (lock) {
            return started;
        }
    }

    long late() {
        synchronized (lock) {
            return late;
        }
    }

    long aborted() {
        synchronized (lock) {
            return aborted;
        }
    }

    @Nullable
    TestAbortedException assumption() {
        synchronized (lock) {
            return assumption;
        }
    }

    boolean hasLeft(Phase current) {
        return left == current;
    }

    boolean isInFlight() {
        return journal.state() != Journal.IDLE;
    }

    /** Returns the operation in flight, {@link Journal#IDLE} if there is none. */
    int operationInFlight() {
        int state = journal.state();
        return state == Journal.BATCH ? mix[(mixAt + journal.entries()) % mix.length] : state;
    }

    /** Ends the phase that the worker is in, if any. */
    void dismiss() {
        Phase current = phase;
        if (current != null) {
            current.end();
        }
    }

    @Nullable
    Throwable crash() {
        return crash;
    }

    long finishedAt() {
        return finishedAt;
    }

    /** Returns when its last operation ended; of a batch that is when the operation in flight began. */
    long lastEnd() {
        long since = journal.since();
        long finished = finishedAt; // read later: a batch that ended meanwhile counts with its end
        return isInFlight() && since - finished > 0 ? since : finished;
    }

    int index() {
        return index;
    }

    // What the loop calls.

    Journal journal() {
        return journal;
    }

    int[] mix() {
        return mix;
    }

    int mixAt() {
        return mixAt;
    }

    void mixAt(int next) {
        mixAt = next;
    }
}
