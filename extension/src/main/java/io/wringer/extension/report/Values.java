package io.wringer.extension.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks into what was read from a file, whatever its form: what is missing or different is empty. */
final class Values {

    private Values() {}

    /** Returns a copy of a map, empty if it is none. */
    static Map<String, @Nullable Object> map(@Nullable Object value) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, element) -> copy.put(String.valueOf(key), element));
        }
        return copy;
    }

    /** Returns a list, empty if it is none. */
    static List<? extends @Nullable Object> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    /** Returns a text or the text of a number or flag, empty if there is none. */
    static String text(Map<String, @Nullable Object> map, String name) {
        Object value = map.get(name);
        return value == null ? "" : value.toString();
    }
}
