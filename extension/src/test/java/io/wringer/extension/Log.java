package io.wringer.extension;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the fixtures of one test did, in order; fixtures are made by JUnit and can't be handed a log. */
final class Log {

    private static final List<String> ENTRIES = new ArrayList<>();

    private static final Map<String, Integer> TALLIES = new HashMap<>();

    private Log() {}

    static synchronized void add(String entry) {
        ENTRIES.add(entry);
    }

    /** Counts without keeping anything: what fixtures of leak checks do. */
    static synchronized void tally(String entry) {
        TALLIES.merge(entry, 1, Integer::sum);
    }

    static synchronized void clear() {
        ENTRIES.clear();
        TALLIES.clear();
    }

    static synchronized List<String> entries() {
        return List.copyOf(ENTRIES);
    }

    static synchronized long count(String entry) {
        return ENTRIES.stream().filter(entry::equals).count() + TALLIES.getOrDefault(entry, 0);
    }
}
