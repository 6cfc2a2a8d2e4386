package io.wringer.extension.leak.heap;

import java.util.HashMap;
import java.util.Map;

/** How many objects of each class there are, and how many bytes they take. */
public final class Histogram {

    private static final String FILLER = "jdk.internal.vm.Filler";

    private final Map<String, Count> counts;

    private Histogram(Map<String, Count> counts) {
        this.counts = counts;
    }

    /** Returns a histogram of these counts. */
    public static Histogram of(Map<String, Count> counts) {
        return new Histogram(Map.copyOf(counts));
    }

    /** Returns the counts by the JVM's name of the class; addresses of hidden classes are taken out. */
    public Map<String, Count> counts() {
        return counts;
    }

    /** Returns how many objects of a class there are, 0 if there are none. */
    public long instancesOf(String className) {
        Count count = counts.get(className);
        return count == null ? 0 : count.instances();
    }

    /** Returns how many objects there are in all. */
    public long objects() {
        return counts.values().stream().mapToLong(Count::instances).sum();
    }

    /** Returns how many bytes all objects take. */
    public long bytes() {
        return counts.values().stream().mapToLong(Count::bytes).sum();
    }

    /** Parses the table that the diagnostic command prints: rank, instances, bytes, class, module. */
    static Histogram parse(String text) {
        Map<String, Count> counts = new HashMap<>();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            parseLine(text, start, end, counts);
            start = end + 1;
        }
        return new Histogram(counts);
    }

    private static void parseLine(String text, int start, int end, Map<String, Count> counts) {
        int at = skipBlanks(text, start, end);
        int colon = text.indexOf(':', at);
        if (colon < 0 || colon >= end || !Character.isDigit(text.charAt(at))) {
            return; // a heading, a rule or the total
        }
        int instancesAt = skipBlanks(text, colon + 1, end);
        int instancesEnd = skipWord(text, instancesAt, end);
        int bytesAt = skipBlanks(text, instancesEnd, end);
        int bytesEnd = skipWord(text, bytesAt, end);
        int nameAt = skipBlanks(text, bytesEnd, end);
        String name = Labels.stable(text.substring(nameAt, skipWord(text, nameAt, end)));
        if (!name.contains(FILLER)) {
            long instances = Long.parseLong(text, instancesAt, instancesEnd, 10);
            long bytes = Long.parseLong(text, bytesAt, bytesEnd, 10);
            counts.merge(name, new Count(instances, bytes), Count::plus);
        }
    }

    private static int skipBlanks(String text, int from, int end) {
        int at = from;
        while (at < end && text.charAt(at) == ' ') {
            at++;
        }
        return at;
    }

    private static int skipWord(String text, int from, int end) {
        int at = from;
        while (at < end && text.charAt(at) != ' ' && text.charAt(at) != '\r') {
            at++;
        }
        return at;
    }

    /**
     * Objects of one class.
     *
     * @param instances how many
     * @param bytes how many bytes they take, without what they refer to
     */
    public record Count(long instances, long bytes) {
        Count plus(Count other) {
            return new Count(instances + other.instances, bytes + other.bytes);
        }
    }
}
