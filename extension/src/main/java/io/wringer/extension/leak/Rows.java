package io.wringer.extension.leak;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * A row of numbers for each class. Once some are written it takes memory in advance for classes that are met later, for
 * what it holds itself must not seem to be what the body leaks.
 */
final class Rows {

    private static final int RESERVED = 64;

    private final int length;
    private final Map<String, long[]> byName = new HashMap<>(8192);
    private final Deque<String> reserved = new ArrayDeque<>(RESERVED);

    /**
     * Creates an empty table.
     *
     * @param length of each row
     */
    Rows(int length) {
        this.length = length;
    }

    /** Makes room for more classes, after the first ones were written; the room is there already if it was called before. */
    void reserve() {
        for (int i = 0; i < RESERVED && reserved.size() < RESERVED; i++) {
            String name = "reserved row " + i; // a string of its own, as the name of a class is
            reserved.add(name);
            byName.put(name, new long[length]);
        }
    }

    /** Returns the row of a class, which takes the place of a reserved one if it is new. */
    long[] row(String name) {
        long[] row = byName.get(name);
        if (row == null) {
            String given = reserved.poll();
            long[] free = given == null ? null : byName.remove(given);
            row = free == null ? new long[length] : free;
            byName.put(name, row);
        }
        return row;
    }

    /** Sets a place of all rows to 0. */
    void clear(int place) {
        byName.values().forEach(row -> row[place] = 0);
    }

    /** Tells the row of each class; one that was never written holds zeros only. */
    void forEach(BiConsumer<String, long[]> receiver) {
        byName.forEach(receiver);
    }

    /** Returns the row of a class, or zeros. */
    long[] rowOrZeros(String name) {
        return byName.getOrDefault(name, new long[length]);
    }
}
