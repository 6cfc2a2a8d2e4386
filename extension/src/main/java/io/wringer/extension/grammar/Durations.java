package io.wringer.extension.grammar;

import java.time.Duration;
import java.util.Map;

/** Durations: a number and one of the units {@code ns}, {@code us}, {@code ms}, {@code s}, {@code m}, {@code h}. */
public final class Durations {

    static final Map<String, Long> NANOS_BY_UNIT = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);

    private Durations() {}

    /**
     * Parses a duration such as {@code "250ms"}, {@code "1.5s"} or {@code "8h"}.
     *
     * @throws GrammarException if the text is anything else
     */
    public static Duration parse(String text) {
        Scanner scanner = new Scanner(text);
        double number = scanner.number("a duration such as 250ms, 10s, 5m or 8h");
        scanner.skipBlanks();
        int unitAt = scanner.position();
        String unit = scanner.takeWhile(Character::isLetter);
        Long nanos = NANOS_BY_UNIT.get(unit);
        if (nanos == null) {
            throw scanner.error(unitAt, "expected a unit: ns, us, ms, s, m or h");
        }
        scanner.expectEnd("the duration");
        if (number * nanos > Long.MAX_VALUE) {
            throw scanner.error(0, "the duration is too long");
        }
        return Duration.ofNanos(Math.round(number * nanos));
    }

    /** Renders nanoseconds as {@link #render(double)} does. */
    public static String render(long nanos) {
        return render((double) nanos);
    }

    /** Renders nanoseconds for people: three significant digits and the fitting unit, for example {@code 3.21 ms}. */
    public static String render(double nanos) {
        return Rendering.time(nanos);
    }
}
