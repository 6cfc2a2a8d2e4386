package io.wringer.extension.leak;

import java.time.Duration;

/**
 * How many iterations run when: pure arithmetic over what was measured.
 *
 * @param spec what was asked for
 */
record Schedule(LeakSpec spec) {

    static final int CHOSEN_WARMUP = 30;

    /** How many stages a confirmation has. */
    static final int STAGES = 2;

    /** After each stage there are so many times as many iterations, where the body is quick: ten times more in the end. */
    private static final int[] QUICK_STAGES = {4, 11};

    private static final int LEAST_WARMUP = 2;
    private static final int LARGEST_WINDOW = 250;
    private static final int SCARCE_WINDOW = 10;
    private static final double WARMUP_SHARE = 0.25;
    private static final double CONFIRMATION_BUDGETS = 5;
    private static final int SLOWER_THAN_EVER = 5;
    private static final double HEAP_SHARE = 0.25;

    /** Tells whether one more iteration of warm-up is due. */
    boolean warmsUp(int done, long spentNanos) {
        if (spec.iterations().isPresent()) {
            int total = spec.iterations().getAsInt();
            return done < total - 1 - spec.windowOf(total) * LeakSpec.WINDOWS; // JUnit's own is one of them
        }
        if (spec.warmup().isPresent()) {
            return done < spec.warmup().getAsInt();
        }
        return done < LEAST_WARMUP || (done < CHOSEN_WARMUP && spentNanos < budgetNanos() * WARMUP_SHARE);
    }

    /**
     * Returns the iterations per window, 0 if four windows do not fit into the budget.
     *
     * @param warmup iterations done
     * @param spentNanos time they took
     * @param nanosPerIteration time that one takes now
     * @param scarce whether threads, descriptors or the like already grow, of which thousands would do harm
     */
    int window(int warmup, long spentNanos, double nanosPerIteration, boolean scarce) {
        if (spec.iterations().isPresent()) {
            int given = spec.windowOf(spec.iterations().getAsInt());
            return spec.budgetBinds() && given * nanosPerIteration * LeakSpec.WINDOWS > budgetNanos() - spentNanos
                    ? 0
                    : given;
        }
        double fitting = (budgetNanos() - spentNanos) / (nanosPerIteration * LeakSpec.WINDOWS);
        return (int) Math.min(fitting, scarce ? SCARCE_WINDOW : LARGEST_WINDOW);
    }

    /**
     * Returns how many iterations of a confirmation stage are safe.
     *
     * @param planned as many as doubling asks for
     * @param bytesPerIteration what the suspects take
     * @param freeBytes what the heap has left
     */
    static int stage(int planned, double bytesPerIteration, long freeBytes) {
        double safe = bytesPerIteration <= 0 ? planned : freeBytes * HEAP_SHARE / bytesPerIteration;
        return (int) Math.min(planned, safe);
    }

    /**
     * Returns how many iterations a stage of a confirmation has where objects and bodies are cheap, so that large caches
     * get full; 0 if the budget itself has no room for them.
     *
     * @param stage from 0
     * @param first iterations before the first stage
     * @param done iterations before this one
     * @param nanosPerIteration time that one takes
     * @param spentNanos time that all took so far
     */
    int quick(int stage, int first, int done, long nanosPerIteration, long spentNanos) {
        long planned = (long) first * QUICK_STAGES[stage] - done;
        return spentNanos + planned * nanosPerIteration <= budgetNanos()
                ? (int) Math.min(planned, Integer.MAX_VALUE)
                : 0;
    }

    /**
     * Returns how many iterations of a confirmation stage there is time for.
     *
     * @param planned as many as doubling asks for
     * @param nanosPerIteration time that one takes
     * @param spentNanos time that all took so far
     */
    int fitting(int planned, long nanosPerIteration, long spentNanos) {
        double left = budgetNanos() * CONFIRMATION_BUDGETS - spentNanos;
        return (int) Math.max(0, Math.min(planned, left / Math.max(1, nanosPerIteration)));
    }

    /** Returns how long one repeat may take before it counts as blocked. */
    long limitNanos(long slowestNanos) {
        return Math.max(budgetNanos(), slowestNanos * SLOWER_THAN_EVER);
    }

    Duration budgetFor(double nanosPerIteration) {
        double needed = nanosPerIteration * (LEAST_WARMUP + LeakSpec.WINDOWS) * 1.5;
        return Duration.ofSeconds((long) Math.ceil(needed / 1e9));
    }

    private long budgetNanos() {
        return spec.budget().toNanos();
    }
}
