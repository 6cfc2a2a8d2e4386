package io.wringer.extension.leak.heap;

import java.util.Set;

/**
 * What waits for futures, as {@code CompletableFuture} keeps it: each future that is not completed has a chain of
 * {@code Completion} objects, which it gives up when it is completed.
 */
final class Dependents {

    private static final String FUTURE = "java.util.concurrent.CompletableFuture";
    private static final String FIRST = "stack";
    private static final String NEXT = "next";

    private Dependents() {}

    /** Tells whether a step leads to a dependent: from its future or from another one. */
    static boolean isStep(Step step) {
        return isFirst(step) || (step.name().equals(NEXT) && step.owner().equals(FUTURE + "$Completion"));
    }

    private static boolean isFirst(Step step) {
        return step.name().equals(FIRST) && step.owner().equals(FUTURE);
    }

    /** Returns the future whose chain a dependent is in. */
    static int futureOf(Signatures signatures, int dependent) {
        int node = dependent;
        while (!isFirst(signatures.stepOf(node)) && signatures.parent(node) != Signatures.ROOT) {
            node = signatures.parent(node);
        }
        return signatures.parent(node);
    }

    /** Tells whether a future hangs, as the result of a dependent, on another one. */
    static boolean isBelowAny(Signatures signatures, int future, Set<Integer> others) {
        for (int node = signatures.parent(future); node != Signatures.ROOT; node = signatures.parent(node)) {
            if (others.contains(node)) {
                return true;
            }
        }
        return false;
    }
}
