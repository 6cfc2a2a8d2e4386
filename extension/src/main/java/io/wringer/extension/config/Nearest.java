package io.wringer.extension.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name that was probably meant, by edit distance (Levenshtein, 1966). */
public final class Nearest {

    private Nearest() {}

    /**
     * Returns the nearest of the known names.
     *
     * @param written what was written
     * @param known the possible names
     * @return empty if no name is nearer than half the length of what was written
     */
    public static Optional<String> to(String written, Collection<String> known) {
        return known.stream()
                .min(Comparator.<String>comparingInt(name -> distance(written, name))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(name -> distance(written, name) * 2 <= Math.max(written.length(), name.length()));
    }

    private static int distance(String left, String right) {
        int[] previous = new int[right.length() + 1];
        for (int column = 0; column <= right.length(); column++) {
            previous[column] = column;
        }
        for (int row = 1; row <= left.length(); row++) {
            previous = nextRow(previous, row, left.charAt(row - 1), right);
        }
        return previous[right.length()];
    }

    private static int[] nextRow(int[] previous, int row, char character, String right) {
        int[] current = new int[previous.length];
        current[0] = row;
        for (int column = 1; column < current.length; column++) {
            int replaced = previous[column - 1] + (right.charAt(column - 1) == character ? 0 : 1);
            current[column] = Math.min(replaced, 1 + Math.min(previous[column], current[column - 1]));
        }
        return current;
    }
}
