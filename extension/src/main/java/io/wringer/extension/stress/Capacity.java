package io.wringer.extension.stress;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a search of the highest rate found; immutable.
 *
 * @param highest starts per second that still met the objectives, 0 if none did
 * @param broken the lowest rate that did not, {@code null} if all did
 * @param steps in the order in which they were tried
 */
record Capacity(double highest, @Nullable Double broken, List<Step> steps) {
    Capacity {
        steps = List.copyOf(steps);
    }

    /**
     * One rate that was tried.
     *
     * @param rate starts per second
     * @param met whether it met the objectives
     * @param reason why it did not, empty if it did
     */
    record Step(double rate, boolean met, String reason) {}
}
