package io.wringer.extension.stress;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Failed operations of one worker, grouped by exception type and throw site. Guarded by the lock of the worker.
 *
 * <p>Bounded: keeps one throwable per group and a limited number of groups.
 */
final class FailureLog {

    private static final int MOST_GROUPS = 100;

    private final Map<Key, Group> groups = new LinkedHashMap<>();

    private record Key(int operation, String type, String site) {}

    private static final class Group {
        private final Throwable first;
        private final long firstAt;
        private long lastAt;
        private long count;

        Group(Throwable first, long firstAt) {
            this.first = first;
            this.firstAt = firstAt;
        }
    }

    /** Adds a failure at a time of the load. */
    void add(int operation, Throwable failure, long at) {
        Key key = new Key(operation, failure.getClass().getName(), ThrowSite.of(failure));
        if (!groups.containsKey(key) && groups.size() >= MOST_GROUPS) {
            key = new Key(operation, FailureGroup.OTHERS, "");
        }
        Group group = groups.computeIfAbsent(key, unused -> new Group(failure, at));
        group.count++;
        group.lastAt = at;
    }

    /** Returns the groups and forgets them. */
    List<FailureGroup> drain(List<String> operations) {
        List<FailureGroup> result = new ArrayList<>();
        groups.forEach((key, group) -> result.add(new FailureGroup(
                operations.get(key.operation()),
                key.type(),
                key.site(),
                group.count,
                group.firstAt,
                group.lastAt,
                group.first)));
        groups.clear();
        return result;
    }
}
