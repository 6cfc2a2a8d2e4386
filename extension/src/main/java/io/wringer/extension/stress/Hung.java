package io.wringer.extension.stress;

import java.util.List;

/**
 * An operation that did not end; immutable.
 *
 * @param operation its name
 * @param thread the name of its thread
 * @param nanos how long it ran until it was interrupted
 * @param stack where it was then, the innermost frame first
 * @param leftBehind whether the thread ignored the interrupt and still runs
 */
record Hung(String operation, String thread, long nanos, List<String> stack, boolean leftBehind) {
    Hung {
        stack = List.copyOf(stack);
    }
}
