package io.wringer.extension.stress;

import io.wringer.extension.grammar.Objective;
import io.wringer.extension.stress.StressObservations.Metered;
import io.wringer.extension.stress.StressObservations.Warmup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * Puts operations under load: opens the phases, watches the workers, collects what they measure, and sends them home.
 *
 * <p>Used once, by the thread of the test, which is the coordinator.
 */
final class LoadRunner {

    /** A start that is later than this counts as late. */
    static final long LATE_NANOS = 1_000_000;

    private static final int PHASES_WITH_CHECKPOINTS = 6;
    private static final long TICK = 50_000_000;
    private static final long SECOND = 1_000_000_000;
    private static final long SHORT_WAIT = 500_000_000;
    private static final long AFTER_INTERRUPT = 1_000_000_000;
    private static final long SLOWNESS = 3;

    private final StressSpec spec;
    private final Load load;
    private final Operations operations;
    private final Quiescence quiescence;
    private final Map<String, Meter> meters;
    private final Gate gate;
    private final List<Worker> workers;
    private final List<Thread> threads;
    private final Totals totals;
    private final Watchdog watchdog;
    private final Sampler sampler;
    private final List<Hung> hung = new ArrayList<>();

    private Warmup warmup = Warmup.NONE;
    private Ending ending = new Ending.Completed();
    private @Nullable Arrivals arrivals;
    private long loadNanos;
    private long stoppedAt;
    private boolean measuring;

    LoadRunner(StressSpec spec, Operations operations, Quiescence quiescence, Map<String, Meter> meters, long seed) {
        this.spec = spec;
        this.load = spec.load();
        this.operations = operations;
        this.quiescence = quiescence;
        this.meters = meters;
        this.gate = new Gate(load.workers());
        Crew crew = new Crew(
                operations,
                Loops.calling(operations.handle()),
                gate,
                load.threads(),
                load.rate(),
                spec.thinkTime(),
                spec.virtualThreads(),
                seed);
        this.workers = IntStream.range(0, load.workers())
                .mapToObj(index -> new Worker(index, crew))
                .toList();
        this.threads = WorkerThreads.of(workers, spec.virtualThreads());
        this.totals = new Totals(operations.all().size());
        this.watchdog = new Watchdog(spec, workers, new Deadlocks(), breachWatch());
        int ownThreads = spec.virtualThreads() ? 0 : threads.size(); // the JVM does not count virtual ones
        this.sampler = new Sampler(totals, new ProcessProbe(WorkerThreads.ids(threads, spec), ownThreads), meters);
    }

    private BreachWatch breachWatch() {
        List<Objective> watched =
                spec.objectives().stream().filter(spec.earlyStop()::watches).toList();
        return new BreachWatch(watched, operations.names(), load);
    }

    /**
     * Runs the load.
     *
     * @throws InterruptedException if the thread of the test is interrupted; the load is stopped before it is thrown
     */
    StressObservations run() throws InterruptedException {
        try {
            threads.forEach(Thread::start);
            runWarmup();
            measuring = true;
            runPhases();
            return observations();
        } catch (InterruptedException e) {
            throw stopped(e);
        } finally {
            sendHome();
        }
    }

    private void runWarmup() throws InterruptedException {
        if (!spec.warmup().isZero()) {
            Phase phase = warmupPhase(System.nanoTime(), spec.warmup());
            if (!runPhase(phase)) {
                giveUpHung(phase);
            }
            collect();
            warmup = new Warmup(totals.count(), totals.failures(), totals.failureGroups());
        }
        totals.reset();
        workers.forEach(Worker::resetCounts);
        meters.values().forEach(Meter::reset);
        quiescence.begin();
        sampler.reset();
    }

    private Phase warmupPhase(long now, Duration duration) {
        Profile rate = load.rate();
        if (rate == null) {
            return Phase.timed(now, 0, duration.toNanos());
        }
        double mean = rate.eventsBefore(rate.nanos()) * 1e9 / rate.nanos();
        Profile even = Profile.constant(mean, duration.toNanos());
        return Phase.scheduled(now, 0, even.nanos(), new Arrivals(even));
    }

    private void runPhases() throws InterruptedException {
        Profile rate = load.rate();
        arrivals = rate == null ? null : new Arrivals(rate);
        int phases = numberOfPhases();
        for (int number = 0; number < phases && isGoingOn(); number++) {
            runMeasured(phase(number, phases), number == phases - 1);
        }
    }

    private boolean isGoingOn() {
        return ending instanceof Ending.Completed && hung.isEmpty();
    }

    private int numberOfPhases() {
        int wanted = quiescence.isWanted() ? PHASES_WITH_CHECKPOINTS : 1;
        return load instanceof Load.Counted counted ? (int) Math.min(wanted, counted.operations()) : wanted;
    }

    private Phase phase(int number, int phases) {
        long now = System.nanoTime();
        if (load instanceof Load.Counted counted) {
            long operations =
                    part(counted.operations(), number + 1, phases) - part(counted.operations(), number, phases);
            return Phase.counted(now, loadNanos, operations);
        }
        long from = part(plannedNanos(), number, phases);
        long to = part(plannedNanos(), number + 1, phases);
        return arrivals == null ? Phase.timed(now, from, to) : Phase.scheduled(now, from, to, arrivals);
    }

    private static long part(long whole, int number, int parts) {
        return whole / parts * number + whole % parts * number / parts;
    }

    private long plannedNanos() {
        Profile rate = load.rate();
        return rate == null ? ((Load.Timed) load).nanos() : rate.nanos();
    }

    private void runMeasured(Phase phase, boolean last) throws InterruptedException {
        long before = loadNanos;
        boolean quiescent = runPhase(phase);
        if (!quiescent && (last || !isGoingOn())) {
            quiescent = giveUpHung(phase);
        }
        loadNanos = before + elapsed(phase);
        collect();
        sampler.sample(loadNanos);
        if (quiescent && hung.isEmpty()) {
            check(last);
        } else {
            quiescence.skip();
        }
    }

    private void check(boolean last) {
        if (last || !isGoingOn()) {
            quiescence.end(loadNanos, totals.count());
        } else {
            quiescence.visit(loadNanos, totals.count());
        }
    }

    /** A timed phase lasts as planned, or until its last operation has ended; hung operations don't count. */
    private long elapsed(Phase phase) {
        long end = workers.stream()
                .filter(worker -> worker.hasLeft(phase))
                .mapToLong(worker -> worker.finishedAt() - phase.startedAt())
                .max()
                .orElse(0);
        boolean asPlanned = phase.hasDeadline() && ending instanceof Ending.Completed;
        return Math.max(1, asPlanned ? Math.max(end, phase.deadline() - phase.startedAt()) : end);
    }

    /** Runs a phase; tells whether all workers have left it. */
    private boolean runPhase(Phase phase) throws InterruptedException {
        watchdog.reset(System.nanoTime());
        gate.open(phase);
        long nextSecond = System.nanoTime() + SECOND;
        while (!gate.awaitQuiescence(TICK)) {
            long now = System.nanoTime();
            if (now - nextSecond >= 0) {
                nextSecond += SECOND;
                everySecond(phase, now);
            }
            rethrowOwnFailure();
            stopFor(phase, watchdog.look(now, this::collected));
            if (patience(phase, now) < 0) {
                return false;
            }
        }
        rethrowOwnFailure();
        return true;
    }

    private void everySecond(Phase phase, long now) {
        collect();
        stopFor(phase, watchdog.deadlock());
        if (measuring) {
            stopFor(phase, watchdog.breach(totals, phase.loadTime(now)));
            sampler.sample(phase.loadTime(now));
        }
    }

    private void stopFor(Phase phase, @Nullable Ending reason) {
        if (reason != null && !phase.isOver()) {
            ending = reason;
            stoppedAt = System.nanoTime();
            phase.end();
            threads.forEach(LockSupport::unpark);
        }
    }

    /** Returns how long operations in flight are still waited for, in nanoseconds. */
    private long patience(Phase phase, long now) {
        if (phase.isOver()) {
            return stoppedAt + Math.min(spec.grace().toNanos(), SHORT_WAIT) - now;
        }
        if (phase.hasDeadline()) {
            return phase.deadline() + spec.grace().toNanos() - now;
        }
        return phase.isDrained() && collected().count() > 0 ? drainedPatience(phase) - now : Long.MAX_VALUE;
    }

    /** The last operations of an exact number may take longer than the others, but not without limit. */
    private long drainedPatience(Phase phase) {
        long lastEnd = workers.stream()
                .mapToLong(worker -> worker.lastEnd() - phase.startedAt())
                .max()
                .orElse(0);
        return phase.startedAt() + lastEnd + Math.max(spec.grace().toNanos(), SLOWNESS * totals.longest());
    }

    private void collect() {
        workers.forEach(worker -> worker.collectInto(totals));
    }

    private Totals collected() {
        collect();
        return totals;
    }

    private void rethrowOwnFailure() {
        for (Worker worker : workers) {
            Throwable crash = worker.crash();
            if (crash != null) {
                throw new IllegalStateException("a worker of the load failed by a fault of Wringer", crash);
            }
        }
    }

    /**
     * Reports, interrupts and if need be leaves behind the workers that are still in a phase.
     *
     * @return whether there were none: whoever was left only waited for its next start
     */
    private boolean giveUpHung(Phase phase) throws InterruptedException {
        phase.end();
        threads.forEach(LockSupport::unpark);
        if (gate.awaitQuiescence(TICK)) {
            return true;
        }
        Ending deadlock = watchdog.deadlock(); // before the interrupt breaks it
        ending = deadlock != null && ending instanceof Ending.Completed ? deadlock : ending;
        HungOperations found = HungOperations.interrupt(workers, threads, phase, operations.names());
        gate.awaitQuiescence(
                Math.min(AFTER_INTERRUPT, Math.max(TICK, spec.grace().toNanos())));
        hung.addAll(found.settle(phase, totals));
        return false;
    }

    private InterruptedException stopped(InterruptedException cause) {
        List<String> left = WorkerThreads.stop(gate, workers, threads, AFTER_INTERRUPT);
        if (left.isEmpty()) {
            return cause;
        }
        InterruptedException said =
                new InterruptedException("The load was interrupted, and these of its threads ignore that and still run:"
                        + System.lineSeparator() + String.join(System.lineSeparator(), left));
        said.initCause(cause);
        return said;
    }

    private void sendHome() {
        sampler.close();
        workers.forEach(Worker::dismiss);
        gate.close();
        WorkerThreads.join(threads, hung.isEmpty() ? AFTER_INTERRUPT : TICK);
    }

    /** Returns the first failed assumption, {@code null} if none failed. */
    @Nullable
    TestAbortedException assumption() {
        return workers.stream()
                .map(Worker::assumption)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private StressObservations observations() {
        List<OperationStats> stats = IntStream.range(0, operations.all().size())
                .mapToObj(this::stats)
                .toList();
        return new StressObservations(
                loadNanos,
                workers.size(),
                total(),
                stats,
                totals.failureGroups(),
                workers.stream().mapToLong(Worker::aborted).sum(),
                warmup,
                starts(),
                hung,
                ending,
                workers.stream().map(Worker::completed).toList(),
                sampler.seconds(),
                sampler.pauses(),
                quiescence.liveHeap(),
                quiescence.broken(),
                quiescence.visits(),
                quiescence.skipped(),
                metered(),
                null);
    }

    private OperationStats stats(int index) {
        Totals.OfOperation operation = totals.operation(index);
        return new OperationStats(
                operations.all().get(index).name(),
                operation.latencies(),
                Latencies.copyOf(operation.service()),
                operation.failures());
    }

    private OperationStats total() {
        return new OperationStats(OperationStats.ALL, totals.all(), totals.allServiceTimes(), totals.failures());
    }

    private @Nullable Starts starts() {
        if (arrivals == null) {
            return null;
        }
        long until = ending instanceof Ending.Completed ? plannedNanos() : Math.min(plannedNanos(), loadNanos);
        long started = workers.stream().mapToLong(Worker::started).sum();
        return new Starts(
                ending instanceof Ending.Completed ? arrivals.plannedBefore(until) : arrivals.dueBefore(until, started),
                started,
                workers.stream().mapToLong(Worker::late).sum(),
                Latencies.copyOf(totals.lag()),
                until);
    }

    private Map<String, Metered> metered() {
        Map<String, Metered> result = new LinkedHashMap<>();
        meters.forEach((name, meter) -> result.put(name, meter.read(loadNanos)));
        return result;
    }
}
