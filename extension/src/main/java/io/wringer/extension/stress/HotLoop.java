package io.wringer.extension.stress;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/**
 * The innermost loop; defined anew for each session as a hidden class whose class data is the handle to call.
 *
 * <p>So the handle is a constant of the class: the JIT compiler inlines the operation, and what it learned from one test
 * does not spoil the next. Where nothing lies between two operations, the end of one is the start of the next, and one
 * read of the clock serves both.
 */
final class HotLoop implements Loop {

    /** Of type {@code (int)Object}: calls the operation with this index. */
    private static final MethodHandle CALL = classData();

    @Override
    public long run(Worker worker, Phase phase, int end, long deadline) {
        Journal journal = worker.journal();
        int[] mix = worker.mix();
        int at = worker.mixAt();
        int entry = 0;
        long start = System.nanoTime();
        journal.enter(Journal.BATCH, start);
        do {
            int operation = mix[at];
            at = at + 1 == mix.length ? 0 : at + 1;
            try {
                journal.consume((Object) CALL.invokeExact(operation));
                long now = System.nanoTime();
                journal.write(entry++, now - start, operation);
                start = now;
            } catch (Throwable failure) { // whatever the user's code throws is a failed operation
                long now = System.nanoTime();
                journal.write(entry++, now - start, operation);
                worker.failed(operation, failure);
                start = System.nanoTime();
                journal.since(entry, start);
            }
        } while (entry < end && start - deadline < 0 && !phase.isOver());
        journal.leave();
        worker.mixAt(at);
        return start;
    }

    @Override
    public @Nullable Object call(int operation) throws Throwable {
        return (Object) CALL.invokeExact(operation);
    }

    private static MethodHandle classData() {
        try {
            return MethodHandles.classData(MethodHandles.lookup(), "_", MethodHandle.class);
        } catch (IllegalAccessException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
