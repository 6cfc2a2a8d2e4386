package io.wringer.extension.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes facts as tables. */
final class FactsHtml {

    private static final int MOST_ELEMENTS = 100;

    private final Html html;

    FactsHtml(Html html) {
        this.html = html;
    }

    /** Writes facts, whose names are those of fields of Wringer's own. */
    void write(Map<String, @Nullable Object> facts) throws IOException {
        if (!facts.isEmpty()) {
            html.open("table", "class", "facts").open("tbody");
            for (Map.Entry<String, @Nullable Object> fact : facts.entrySet()) {
                html.open("tr")
                        .element("th", label(fact.getKey()), "scope", "row")
                        .open("td");
                writeValue(fact.getKey(), fact.getValue());
                html.close().close();
            }
            html.close().close().line();
        }
    }

    /** Turns {@code heapUsedBytes} into {@code heap used}; other names are left alone. */
    static String label(String name) {
        if (!name.matches("[a-z]+([A-Z][a-z0-9]*)+")) {
            return name;
        }
        String unit = Numbers.unitOf(name);
        String words = name.substring(0, name.length() - unit.length()).replaceAll("([A-Z])", " $1");
        return words.toLowerCase(Locale.ROOT).strip();
    }

    private void writeValue(String name, @Nullable Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            writeNames(Values.map(map));
        } else if (value instanceof List<?> list) {
            writeList(name, list);
        } else {
            html.text(scalar(name, value));
        }
    }

    /** Writes a nested map, whose names may be those of users: of classes, operations, errors. */
    private void writeNames(Map<String, @Nullable Object> map) throws IOException {
        if (map.isEmpty()) {
            html.text("none");
            return;
        }
        html.open("table").open("tbody");
        for (Map.Entry<String, @Nullable Object> entry : map.entrySet()) {
            html.open("tr").element("th", entry.getKey(), "scope", "row").open("td");
            writeValue(entry.getKey(), entry.getValue());
            html.close().close();
        }
        html.close().close();
    }

    private void writeList(String name, List<? extends @Nullable Object> list) throws IOException {
        if (list.isEmpty()) {
            html.text("none");
        } else if (list.stream().allMatch(Map.class::isInstance)) {
            writeRows(list);
        } else {
            html.text(list.stream()
                    .limit(MOST_ELEMENTS)
                    .map(element -> scalar(name, element))
                    .collect(Collectors.joining(", ")));
        }
        if (list.size() > MOST_ELEMENTS) {
            html.text(" ... and " + (list.size() - MOST_ELEMENTS) + " more in the file");
        }
    }

    private void writeRows(List<? extends @Nullable Object> list) throws IOException {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        list.stream().limit(MOST_ELEMENTS).forEach(element -> rows.add(Values.map(element)));
        Set<String> columns = new LinkedHashSet<>();
        rows.forEach(row -> columns.addAll(row.keySet()));
        html.open("table").open("thead").open("tr");
        for (String column : columns) {
            html.element("th", label(column), "scope", "col");
        }
        html.close().close().open("tbody");
        for (Map<String, @Nullable Object> row : rows) {
            writeRow(row, columns);
        }
        html.close().close();
    }

    private void writeRow(Map<String, @Nullable Object> row, Set<String> columns) throws IOException {
        html.open("tr");
        for (String column : columns) {
            html.open("td");
            if (row.containsKey(column)) {
                writeValue(column, row.get(column));
            }
            html.close();
        }
        html.close();
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
