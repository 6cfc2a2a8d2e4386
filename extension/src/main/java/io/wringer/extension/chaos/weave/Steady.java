package io.wringer.extension.chaos.weave;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one thread gets from a fault at each further call of a point, so that nothing has to be decided again; counts the
 * calls. Asked and counted by its own thread only; ended and read by any.
 */
public final class Steady {

    private static final VarHandle CALLS = calls(MethodHandles.lookup());

    private final int point;
    private final Object[] answer;
    private volatile @Nullable BooleanSupplier holds;
    private @Nullable Elsewhere memory;

    @SuppressWarnings("unused") // by the handle
    private long calls;

    /**
     * Creates it.
     *
     * @param point the number of the point
     * @param answer what the caller gets, which anybody may share
     * @param holds whether the fault still strikes every call
     */
    public Steady(int point, Striker.Answer answer, BooleanSupplier holds) {
        this.point = point;
        this.answer = new Object[] {answer.value()};
        this.holds = holds;
    }

    private static VarHandle calls(MethodHandles.Lookup lookup) {
        try {
            return lookup.findVarHandle(Steady.class, "calls", long.class);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The calls can't be counted", e);
        }
    }

    /** Returns how many calls were struck. */
    public long calls() {
        return (long) CALLS.getOpaque(this);
    }

    /** Ends it, and lets go of the test, since threads of a pool may keep this for long. */
    public void end() {
        holds = null;
        memory = null;
    }

    void beginAt(Elsewhere strikers) {
        memory = strikers;
    }

    /** Strikes a call: an array that holds the answer, {@code null} if the fault must be asked. */
    Object @Nullable [] strike(Elsewhere strikers, int at) {
        BooleanSupplier still = holds;
        if (at != point || memory != strikers || still == null || !still.getAsBoolean()) {
            return null;
        }
        CALLS.setOpaque(this, (long) CALLS.get(this) + 1);
        return answer;
    }
}
