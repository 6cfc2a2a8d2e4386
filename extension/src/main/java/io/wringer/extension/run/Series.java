package io.wringer.extension.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Numbers that the report draws as a line: an element of the list under {@code series} in {@link Observations#facts()}.
 *
 * <p>Series with the same unit and positions share a chart if their names begin with the same word: {@code latency p50}
 * and {@code latency p99}. Units that the report knows: {@code ns}, {@code ms}, {@code s}, {@code bytes}, {@code share}.
 *
 * @param name what was measured, for example {@code throughput}
 * @param unit of the values, for example {@code operations/s}; empty for plain counts
 * @param over what the values stand over, for example {@code time}, {@code percentile} or {@code iterations}
 * @param overUnit of the positions, for example {@code s}; empty for plain counts
 * @param positions ascending, as many as there are values
 * @param values in the order of the positions; {@code null} where nothing was measured, which is drawn as a gap
 */
public record Series(
        String name,
        String unit,
        String over,
        String overUnit,
        List<? extends Number> positions,
        List<? extends @Nullable Number> values) {

    public Series {
        positions = List.copyOf(positions);
        values = Collections.unmodifiableList(new ArrayList<>(values));
        if (positions.size() != values.size()) {
            throw new IllegalArgumentException(
                    name + " has " + positions.size() + " positions and " + values.size() + " values");
        }
    }

    /** Returns the map that stands in the facts. */
    public Map<String, Object> fact() {
        Map<String, Object> fact = new LinkedHashMap<>();
        fact.put("name", name);
        fact.put("unit", unit);
        fact.put("over", over);
        fact.put("overUnit", overUnit);
        fact.put("positions", positions);
        fact.put("values", values);
        return fact;
    }
}
