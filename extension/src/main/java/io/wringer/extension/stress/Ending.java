package io.wringer.extension.stress;

import java.util.List;

/** Why the load ended; immutable. */
sealed interface Ending {

    /** It ran to its planned end. */
    record Completed() implements Ending {}

    /** An assumption failed in an operation. */
    record Assumption() implements Ending {}

    /**
     * An objective can no longer be met.
     *
     * @param objective its text
     */
    record Breach(String objective) implements Ending {}

    /**
     * Threads wait for each other in a cycle.
     *
     * @param cycle one line per thread: what it waits for and who holds it
     * @param stacks of the threads in the cycle
     */
    record Deadlock(List<String> cycle, List<String> stacks) implements Ending {
        public Deadlock {
            cycle = List.copyOf(cycle);
            stacks = List.copyOf(stacks);
        }
    }

    /**
     * No operation was completed for a while, though some were in flight.
     *
     * @param nanos for how long
     * @param inFlight how many
     */
    record Stall(long nanos, int inFlight) implements Ending {}
}
