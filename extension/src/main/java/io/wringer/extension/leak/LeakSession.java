package io.wringer.extension.leak;

import io.wringer.extension.run.Outcome;
import io.wringer.extension.run.RunContext;
import io.wringer.extension.run.TestBody;
import io.wringer.leak.LeakProbe;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The leak check of one test: the door of this feature.
 *
 * <p>Not thread-safe, except for the probe; all methods are called on the test's thread.
 */
public final class LeakSession implements AutoCloseable {

    private final LeakSpec spec;
    private final Probe probe = new Probe();
    private @Nullable OneShot oneShot;
    private @Nullable LoadCheck loadCheck;

    private LeakSession(LeakSpec spec) {
        this.spec = spec;
    }

    /** Creates a session; measures nothing yet. */
    public static LeakSession create(LeakSpec spec, RunContext context) {
        return new LeakSession(spec);
    }

    /** Returns the handle that the test method may ask for. */
    public LeakProbe probe() {
        return probe;
    }

    /**
     * Executes the test and repeats it.
     *
     * @param first JUnit's own execution; what it throws is thrown as it is, and nothing is claimed
     * @param body one repeat, on the same instance
     */
    public Outcome repeat(TestBody first, TestBody body) throws Throwable {
        Rehearsal.once();
        return new Repetition(spec, probe, this).run(first, body);
    }

    /** Begins to watch a whole class. */
    public void begin() {
        oneShot = OneShot.begin(spec, probe, this, List.of());
    }

    /** Begins to watch one execution that is not repeated. */
    public void begin(TestBody body) {
        oneShot = OneShot.begin(spec, probe, this, Executions.roots(body));
    }

    /** Ends it, and tells what it left open. */
    public Outcome end() {
        OneShot begun = Objects.requireNonNull(oneShot, "begin() comes first");
        oneShot = null;
        return begun.end();
    }

    /** Counts before a load, after its warm-up. */
    public void beforeLoad() {
        loadCheck = LoadCheck.before(spec, probe, this, System::nanoTime);
    }

    /**
     * Counts at a quiet moment of a load, with no operation in flight.
     *
     * @param operations completed since {@link #beforeLoad}
     */
    public void checkpoint(long operations) {
        Objects.requireNonNull(loadCheck, "beforeLoad() comes first").checkpoint(operations);
    }

    /**
     * Counts after a load has drained, and tells what grew with its operations.
     *
     * @param operations completed since {@link #beforeLoad}
     */
    public Outcome afterLoad(long operations) {
        LoadCheck check = Objects.requireNonNull(loadCheck, "beforeLoad() comes first");
        loadCheck = null;
        return check.after(operations);
    }

    @Override
    public void close() {
        oneShot = null;
        loadCheck = null;
    }
}
