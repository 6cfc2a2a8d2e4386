package io.wringer.extension.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes facts as tables: a map row by row, maps in maps and in lists as tables with columns. */
final class FactsHtml {

    private static final int MOST_ELEMENTS = 100;

    private final Html html;

    FactsHtml(Html html) {
        this.html = html;
    }

    /** Writes the facts of a lens. */
    void write(Map<String, @Nullable Object> facts) throws IOException {
        if (!facts.isEmpty()) {
            html.open("div", "class", "facts");
            writeMap("", facts);
            html.close().line();
        }
    }

    /** Turns {@code heapUsedBytes} into {@code heap used}; what is not a name of that kind is left alone. */
    static String label(String name) {
        if (!name.matches("[a-z]+([A-Z][a-z0-9]*)+")) {
            return name;
        }
        String unit = Numbers.unitOf(name);
        String words = name.substring(0, name.length() - unit.length()).replaceAll("([A-Z])", " $1");
        return words.toLowerCase(Locale.ROOT).strip();
    }

    private void writeMap(String name, Map<String, @Nullable Object> map) throws IOException {
        html.open("table").open("tbody");
        for (Map.Entry<String, @Nullable Object> entry : map.entrySet()) {
            html.open("tr").element("th", label(entry.getKey()), "scope", "row").open("td");
            writeValue(unitName(name, entry.getKey()), entry.getValue());
            html.close().close();
        }
        html.close().close();
    }

    /** What is in {@code latencyNanos} is nanoseconds. */
    private static String unitName(String outer, String inner) {
        return Numbers.unitOf(outer).isEmpty() ? inner : outer;
    }

    private void writeValue(String name, @Nullable Object value) throws IOException {
        if (isEmpty(value)) {
            html.text("none");
        } else if (value instanceof Map<?, ?> map && map.values().stream().anyMatch(Map.class::isInstance)) {
            writeTable(List.of(map));
        } else if (value instanceof Map<?, ?> map) {
            writeMap(name, Values.map(map));
        } else if (value instanceof List<?> list) {
            writeList(name, list);
        } else {
            writeText(scalar(name, value));
        }
    }

    private static boolean isEmpty(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map.isEmpty() : value instanceof List<?> list && list.isEmpty();
    }

    private void writeText(String text) throws IOException {
        if (text.contains("\n")) {
            html.element("pre", text);
        } else {
            html.text(text);
        }
    }

    private void writeList(String name, List<? extends @Nullable Object> list) throws IOException {
        List<? extends @Nullable Object> shown = list.subList(0, Math.min(list.size(), MOST_ELEMENTS));
        if (shown.stream().allMatch(Map.class::isInstance)) {
            writeTable(shown);
        } else if (shown.stream().anyMatch(String.class::isInstance)) {
            writeItems(name, shown);
        } else {
            html.text(shown.stream().map(element -> scalar(name, element)).collect(Collectors.joining(", ")));
        }
        if (shown.size() < list.size()) {
            html.element("p", "... and " + (list.size() - shown.size()) + " more in the file");
        }
    }

    private void writeItems(String name, List<? extends @Nullable Object> list) throws IOException {
        html.open("ul");
        for (Object element : list) {
            html.open("li");
            writeText(scalar(name, element));
            html.close();
        }
        html.close();
    }

    private void writeTable(List<? extends @Nullable Object> list) throws IOException {
        List<Map<Column, @Nullable Object>> rows = new ArrayList<>();
        list.forEach(element -> rows.add(row(Values.map(element))));
        Set<Column> columns = new LinkedHashSet<>();
        rows.forEach(row -> columns.addAll(row.keySet()));
        html.open("table", "class", "rows").open("thead").open("tr");
        for (Column column : columns) {
            html.element("th", column.label(), "scope", "col");
        }
        html.close().close().open("tbody");
        for (Map<Column, @Nullable Object> row : rows) {
            writeRow(row, columns);
        }
        html.close().close();
    }

    private void writeRow(Map<Column, @Nullable Object> row, Set<Column> columns) throws IOException {
        html.open("tr");
        for (Column column : columns) {
            html.open("td");
            if (row.containsKey(column)) {
                writeValue(unitName(column.outer(), column.inner()), row.get(column));
            }
            html.close();
        }
        html.close();
    }

    /** A map in a row gets a column for each of its entries. */
    private static Map<Column, @Nullable Object> row(Map<String, @Nullable Object> element) {
        Map<Column, @Nullable Object> row = new LinkedHashMap<>();
        element.forEach((name, value) -> {
            if (value instanceof Map<?, ?> map) {
                Values.map(map).forEach((inner, cell) -> row.put(new Column(name, inner), cell));
            } else {
                row.put(new Column("", name), value);
            }
        });
        return row;
    }

    private record Column(String outer, String inner) {
        String label() {
            return (FactsHtml.label(outer) + " " + FactsHtml.label(inner)).strip();
        }
    }

    private static String scalar(String name, @Nullable Object value) {
        if (value instanceof Number number) {
            return name.equals("seed") ? number.toString() : Numbers.inUnitOf(name, number);
        }
        if (value instanceof Boolean flag) {
            return flag ? "yes" : "no";
        }
        return value == null ? "unknown" : value.toString();
    }
}
