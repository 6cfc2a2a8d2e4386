package io.wringer.extension.chaos.weave;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** For which test a thread works, and whether it is inside Wringer; used by its own thread only. */
final class ThreadContext {

    private record Adoption(Object task, @Nullable Token before) {}

    private final Deque<Adoption> adoptions = new ArrayDeque<>(2);

    private final Runnable scopeChanged;
    private @Nullable Token token;

    private @Nullable Steady steady;

    int depthInside;
    boolean startIsKnown;

    ThreadContext(@Nullable Token token, Runnable scopeChanged) {
        this.token = token;
        this.scopeChanged = scopeChanged;
    }

    /** Returns the test of this thread, {@code null} for none; it may have expired. */
    @Nullable
    Token token() {
        return token;
    }

    /** Lets the thread work for a test, {@code null} for none. */
    void workFor(@Nullable Token next) {
        if (token != next) {
            token = next;
            steady = null;
            scopeChanged.run();
        }
    }

    /** Keeps what the one fault of a test at a point answers from now on; the last one only. */
    void keep(Elsewhere memory, @Nullable Steady next) {
        if (next != null) {
            next.beginAt(memory);
        }
        steady = next;
    }

    /** Strikes as the last time: an array that holds the answer, {@code null} if the faults must be asked. */
    Object @Nullable [] strikeAgain(Elsewhere memory, int point) {
        Steady last = steady;
        return last == null ? null : last.strike(memory, point);
    }

    /** Returns the test of this thread, unless it has none or an expired one. */
    @Nullable
    Token liveToken() {
        Token current = token;
        return current == null || current.isExpired() ? null : current;
    }

    void begin(Object task, @Nullable Token taskToken) {
        adoptions.push(new Adoption(task, token));
        workFor(token == Token.IMMUNE ? Token.IMMUNE : taskToken);
    }

    /** Ends a task; one that began before attribution was switched on is not there, and is left alone. */
    void end(Object task) {
        Adoption last = adoptions.peek();
        if (last != null && last.task == task) {
            adoptions.pop();
            workFor(last.before);
        }
    }
}
