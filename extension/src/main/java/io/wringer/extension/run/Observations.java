package io.wringer.extension.run;

import java.util.Map;

/** Immutable record of what a runner measured: numbers, never opinions. */
public interface Observations {

    /** Returns a few words for the console line, for example {@code "12,345 operations, p99 3.2 ms"}. */
    String summary();

    /**
     * Returns everything for the JSON file: a map with values that are texts, numbers, booleans, lists or maps.
     *
     * <p>Iteration order is the order in the file. The report shows the facts as a table, and draws every {@linkplain
     * Series#fact() fact of a series} in a list under the key {@code series} as a chart.
     */
    Map<String, ?> facts();
}
