package io.wringer.extension.stress;

import io.wringer.extension.stress.StressObservations.LiveHeap;
import io.wringer.stress.StressPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is done while no operation is in flight; used by the coordinator. */
final class Quiescence {

    private final Map<String, StressPlan.Check> invariants;
    private final StressSession.@Nullable Checkpoint checkpoint;
    private final boolean measuresHeap;
    private final Map<String, Broken> broken = new LinkedHashMap<>();
    private final List<LiveHeap> liveHeap = new ArrayList<>();
    private int visits;
    private int skipped;

    Quiescence(
            Map<String, StressPlan.Check> invariants,
            StressSession.@Nullable Checkpoint checkpoint,
            boolean measuresHeap) {
        this.invariants = invariants;
        this.checkpoint = checkpoint;
        this.measuresHeap = measuresHeap;
    }

    /** Tells whether the load is to be interrupted for it. */
    boolean isWanted() {
        return checkpoint != null || measuresHeap || !invariants.isEmpty();
    }

    /** Before the measured load. */
    void begin() {
        measureHeap(0, 0);
    }

    /** Between two phases. */
    void visit(long loadNanos, long completed) {
        visits++;
        checkInvariants(loadNanos, completed);
        measureHeap(loadNanos, completed);
        if (checkpoint != null) {
            checkpoint.at(completed);
        }
    }

    /** After the load; the caller of the session has its own checks there. */
    void end(long loadNanos, long completed) {
        checkInvariants(loadNanos, completed);
        measureHeap(loadNanos, completed);
    }

    /** Called in place of a visit when operations would not end. */
    void skip() {
        skipped += isWanted() ? 1 : 0;
    }

    private void checkInvariants(long loadNanos, long completed) {
        invariants.forEach((name, check) -> {
            if (!broken.containsKey(name)) {
                check(name, check, loadNanos, completed);
            }
        });
    }

    private void check(String name, StressPlan.Check check, long loadNanos, long completed) {
        try {
            check.check();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // a time-out of the test, which ends the load
        } catch (Throwable e) { // the user's check says no in its own words
            broken.put(name, new Broken(name, loadNanos, completed, e));
        }
    }

    private void measureHeap(long loadNanos, long completed) {
        if (measuresHeap) {
            liveHeap.add(new LiveHeap(loadNanos, completed, ProcessProbe.liveHeap()));
        }
    }

    List<Broken> broken() {
        return List.copyOf(broken.values());
    }

    List<LiveHeap> liveHeap() {
        return liveHeap;
    }

    int visits() {
        return visits;
    }

    int skipped() {
        return skipped;
    }
}
