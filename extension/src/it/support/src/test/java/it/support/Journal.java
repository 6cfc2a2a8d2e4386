package it.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps the order in which the callbacks and bodies of each test class were entered. */
public final class Journal {

    private static final Map<String, List<String>> EVENTS = new TreeMap<>();

    private Journal() {}

    /** Notes an event of a test; may be called by many threads. */
    public static synchronized void note(String test, String event) {
        EVENTS.computeIfAbsent(test, key -> new ArrayList<>()).add(event);
    }

    /** Returns one line per test, such as {@code Load: before body*20 after}. */
    static synchronized String drain() {
        StringBuilder text = new StringBuilder();
        EVENTS.forEach((test, events) ->
                text.append(test).append(": ").append(compress(events)).append('\n'));
        EVENTS.clear();
        return text.toString();
    }

    private static String compress(List<String> events) {
        List<String> runs = new ArrayList<>();
        for (int start = 0, end; start < events.size(); start = end) {
            end = start;
            while (end < events.size() && events.get(end).equals(events.get(start))) {
                end++;
            }
            runs.add(events.get(start) + (end - start > 1 ? "*" + (end - start) : ""));
        }
        return String.join(" ", runs);
    }
}
