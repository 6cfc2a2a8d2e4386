package io.wringer.extension.stress;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Failures of one operation with the same type and throw site; immutable.
 *
 * @param operation name of the operation
 * @param type class name of the throwable
 * @param site where it was thrown
 * @param count how many
 * @param firstNanos time of the load at which the first one failed
 * @param lastNanos time of the load at which the last one failed
 * @param first the first original throwable
 */
record FailureGroup(
        String operation, String type, String site, long count, long firstNanos, long lastNanos, Throwable first) {

    /** The type of the group that takes what no group is left for. */
    static final String OTHERS = "others";

    /** Merges groups that belong together; the largest one first. */
    static List<FailureGroup> merge(Collection<FailureGroup> groups) {
        Map<List<String>, FailureGroup> merged = new LinkedHashMap<>();
        for (FailureGroup group : groups) {
            merged.merge(List.of(group.operation, group.type, group.site), group, FailureGroup::plus);
        }
        List<FailureGroup> result = new ArrayList<>(merged.values());
        result.sort(Comparator.comparingLong(FailureGroup::count).reversed());
        return List.copyOf(result);
    }

    private FailureGroup plus(FailureGroup other) {
        FailureGroup earlier = firstNanos <= other.firstNanos ? this : other;
        return new FailureGroup(
                operation,
                type,
                site,
                count + other.count,
                earlier.firstNanos,
                Math.max(lastNanos, other.lastNanos),
                earlier.first);
    }
}
