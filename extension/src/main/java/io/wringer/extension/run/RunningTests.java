package io.wringer.extension.run;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The tests of one launched run that are running right now, and a way for one of them to run alone. Thread-safe.
 *
 * <p>JUnit's own resource locks are declared before a run: whether a test needs one can't depend on an attribute
 * (before JUnit 5.12, which one binary for all versions can't count on). So a test asks here when it begins. The launcher
 * tells of each start on the thread that runs the test, which is where a test is held back while another runs alone.
 */
public final class RunningTests {

    /** How long lifecycle methods of other classes are waited for: they may wait for a lock of JUnit's that the asker holds. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** One per launcher run; more than one only if a test launches tests. */
    private static final List<RunningTests> RUNS = new CopyOnWriteArrayList<>();

    private final Duration patience;
    private final Map<String, Container> containers = new HashMap<>();
    private final Map<String, Thread> tests = new HashMap<>();
    private final Set<String> waiting = new HashSet<>();
    private @Nullable Alone alone;

    RunningTests(Duration patience) {
        this.patience = patience;
    }

    /** Begins to follow a run. */
    public static RunningTests begin() {
        RunningTests run = new RunningTests(PATIENCE);
        RUNS.add(run);
        return run;
    }

    /** Ends; what still waits goes on. */
    public void end() {
        RUNS.remove(this);
        release();
    }

    /** Finds the run of a test; empty if no launcher told of it, or if other runs go on that nobody here can hold back. */
    public static Optional<RunningTests> of(String uniqueId) {
        return RUNS.size() == 1 && RUNS.get(0).runs(uniqueId) ? Optional.of(RUNS.get(0)) : Optional.empty();
    }

    private synchronized boolean runs(String uniqueId) {
        return tests.containsKey(uniqueId);
    }

    /** A container begins; waits while a test runs alone. */
    public synchronized void containerStarted(String id, @Nullable String parent, int children) {
        arrived(parent);
        hold(id);
        containers.put(id, new Container(Thread.currentThread(), children));
    }

    /** A container gets one more child. */
    public synchronized void childAdded(@Nullable String parent) {
        Container container = containers.get(parent);
        if (container != null) {
            container.children++;
        }
    }

    /** A test begins on this thread; waits while another one runs alone. */
    public synchronized void testStarted(String id, @Nullable String parent) {
        arrived(parent);
        hold(id);
        tests.put(id, Thread.currentThread());
    }

    /** A test or container has ended. */
    public synchronized void finished(String id, @Nullable String parent) {
        tests.remove(id);
        containers.remove(id);
        Container container = containers.get(parent);
        if (container != null) {
            container.running--;
            container.ended++;
        }
        notifyAll();
    }

    /** A test or container was left out. */
    public synchronized void skipped(@Nullable String parent) {
        Container container = containers.get(parent);
        if (container != null) {
            container.ended++;
        }
        notifyAll();
    }

    private void arrived(@Nullable String parent) {
        Container container = containers.get(parent);
        if (container != null) {
            container.running++;
            notifyAll();
        }
    }

    /** Not interruptible: a listener can't stop a test, so it would then run beside the one that must be alone. */
    private void hold(String id) {
        boolean interrupted = false;
        while (alone != null && !isInsideATest()) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (alone != null) {
            alone.intruders.add(id);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A pool's thread whose test waits for a task may take up another test meanwhile: holding that back would hang both. */
    private boolean isInsideATest() {
        return tests.containsValue(Thread.currentThread());
    }

    /**
     * Waits until no other test runs, and lets none begin until the result is closed. Others may begin while it waits: a test
     * that runs already may need one that is yet to come.
     *
     * @param id the unique id of a running test
     * @throws NotAloneException if that can't be reached, with the reason
     */
    public synchronized Alone alone(String id) throws NotAloneException {
        if (tests.keySet().stream().anyMatch(other -> !other.equals(id) && tests.get(other) == tests.get(id))) {
            throw new NotAloneException("JUnit runs it inside another test, on the same thread");
        }
        waiting.add(id);
        notifyAll(); // those who wait for this one, too
        try {
            await(id);
            alone = new Alone(this);
            return alone;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotAloneException("it was interrupted while it waited for others to end");
        } finally {
            waiting.remove(id);
            notifyAll();
        }
    }

    private void await(String id) throws InterruptedException, NotAloneException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (alone != null || isAnotherRunning(id) || isLifecycleRunning()) {
            if (alone != null || isAnotherRunning(id)) {
                deadline = System.nanoTime() + patience.toNanos();
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new NotAloneException("lifecycle methods of other classes went on for " + patience.toSeconds()
                        + " s, perhaps because they wait for a lock of this test");
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    private boolean isAnotherRunning(String id) {
        return tests.keySet().stream().anyMatch(other -> !other.equals(id) && !waiting.contains(other));
    }

    /** A container's thread may run tests of others meanwhile; they count themselves. */
    private boolean isLifecycleRunning() {
        return containers.values().stream()
                .anyMatch(container -> container.isAtItsOwnCode() && !tests.containsValue(container.thread));
    }

    private synchronized void release() {
        alone = null;
        notifyAll();
    }

    /** What is known of a class or a test template that has begun. */
    private static final class Container {
        private final Thread thread;
        private int children;
        private int running;
        private int ended;

        private Container(Thread thread, int children) {
            this.thread = thread;
            this.children = children;
        }

        /** Before its first child and after its last one; a template also between two, when it makes the next. */
        private boolean isAtItsOwnCode() {
            return running == 0 && (ended == 0 || ended >= children);
        }
    }

    /** The right of one test to run alone, until closed; idempotent. */
    public static final class Alone implements AutoCloseable {
        private final RunningTests run;
        private final List<String> intruders = new CopyOnWriteArrayList<>();
        private boolean closed;

        private Alone(RunningTests run) {
            this.run = run;
        }

        /** Returns the unique ids of what JUnit ran inside this test, on its thread, while its body waited for a task of the pool. */
        public List<String> intruders() {
            return List.copyOf(intruders);
        }

        @Override
        public void close() {
            synchronized (run) {
                if (!closed) {
                    closed = true;
                    run.release();
                }
            }
        }
    }

    /** A test can't run alone. */
    public static final class NotAloneException extends Exception {
        private static final long serialVersionUID = 1L;

        NotAloneException(String reason) {
            super(reason);
        }
    }
}
