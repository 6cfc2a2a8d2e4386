package io.wringer.extension.grammar;

import java.util.Map;

/** Sizes: a number and one of the units {@code B}, {@code KB}, {@code MB}, {@code GB}, as binary multiples. */
public final class Sizes {

    static final Map<String, Long> BYTES_BY_UNIT =
            Map.of("B", 1L, "KB", 1L << 10, "MB", 1L << 20, "GB", 1L << 30, "TB", 1L << 40);

    private Sizes() {}

    /**
     * Parses a size such as {@code "64KB"} or {@code "1.5MB"}.
     *
     * @return bytes
     * @throws GrammarException if the text is anything else
     */
    public static long parse(String text) {
        Scanner scanner = new Scanner(text);
        double number = scanner.number("a size such as 0B, 64KB or 30MB");
        scanner.skipBlanks();
        int unitAt = scanner.position();
        Long bytes = BYTES_BY_UNIT.get(scanner.takeWhile(Character::isLetter));
        if (bytes == null) {
            throw scanner.error(unitAt, "expected a unit: B, KB, MB, GB or TB");
        }
        scanner.expectEnd("the size");
        if (number * bytes > Long.MAX_VALUE) {
            throw scanner.error(0, "the size is too large");
        }
        return Math.round(number * bytes);
    }

    /** Renders bytes for people, for example {@code 3.2 KiB}. */
    public static String render(double bytes) {
        return Rendering.size(bytes);
    }
}
