package io.wringer.extension.report;

import io.wringer.extension.run.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a file says of one lens: facts for tables, and series for charts; immutable.
 *
 * @param values everything but the series, in the order of the file
 * @param series what can be drawn
 * @param unmeasured names of series without a single value
 * @param undrawn names of elements of the series that cannot be drawn, because they have another form
 */
record Facts(Map<String, @Nullable Object> values, List<Series> series, List<String> unmeasured, List<String> undrawn) {

    private static final String SERIES = "series";

    /** Reads the facts of a lens; nothing is lost: what is no series is named. */
    static Facts of(@Nullable Object facts) {
        Map<String, @Nullable Object> values = Values.map(facts);
        List<Series> series = new ArrayList<>();
        List<String> unmeasured = new ArrayList<>();
        List<String> undrawn = new ArrayList<>();
        List<? extends @Nullable Object> elements = Values.list(values.remove(SERIES));
        for (int index = 0; index < elements.size(); index++) {
            Series line = series(Values.map(elements.get(index)));
            if (line == null) {
                undrawn.add(name(elements.get(index), index));
            } else if (line.values().stream().allMatch(Objects::isNull)) {
                unmeasured.add(line.name());
            } else {
                series.add(line);
            }
        }
        return new Facts(values, List.copyOf(series), List.copyOf(unmeasured), List.copyOf(undrawn));
    }

    private static String name(@Nullable Object element, int index) {
        return Values.map(element).get("name") instanceof String name ? name : "series " + (index + 1);
    }

    private static @Nullable Series series(Map<String, @Nullable Object> element) {
        List<@Nullable Number> values = numbers(element.get("values"));
        List<@Nullable Number> positions = numbers(element.get("positions"));
        boolean drawable = !values.isEmpty() && values.size() == positions.size() && ascending(positions);
        return !drawable
                ? null
                : new Series(
                        Values.text(element, "name"),
                        Values.text(element, "unit"),
                        Values.text(element, "over"),
                        Values.text(element, "overUnit"),
                        positions,
                        values);
    }

    /** A number that is not finite is a text in the file, and a gap in the chart. */
    private static List<@Nullable Number> numbers(@Nullable Object list) {
        List<@Nullable Number> numbers = new ArrayList<>();
        Values.list(list)
                .forEach(element -> numbers.add(
                        element instanceof Number number && Double.isFinite(number.doubleValue()) ? number : null));
        return numbers;
    }

    private static boolean ascending(List<@Nullable Number> positions) {
        return !positions.contains(null)
                && IntStream.range(1, positions.size())
                        .allMatch(index -> at(index - 1, positions) <= at(index, positions));
    }

    private static double at(int index, List<@Nullable Number> positions) {
        Number position = positions.get(index);
        return position == null ? Double.NaN : position.doubleValue();
    }
}
