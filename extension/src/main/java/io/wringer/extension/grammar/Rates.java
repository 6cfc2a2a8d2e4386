package io.wringer.extension.grammar;

import java.util.Map;

/** Rates: a number, a slash and one of {@code s}, {@code m}, {@code h}. */
public final class Rates {

    static final Map<String, Double> SECONDS_BY_UNIT = Map.of("s", 1.0, "m", 60.0, "h", 3600.0);

    private Rates() {}

    /**
     * Parses a rate such as {@code "1000/s"} or {@code "30/m"}.
     *
     * @return events per second
     * @throws GrammarException if the text is anything else
     */
    public static double parse(String text) {
        Scanner scanner = new Scanner(text);
        double number = scanner.number("a rate such as 1000/s or 30/m");
        scanner.skipBlanks();
        if (!scanner.take("/")) {
            throw scanner.error(scanner.position(), "expected / and a unit of time: /s, /m or /h");
        }
        int unitAt = scanner.position();
        Double seconds = SECONDS_BY_UNIT.get(scanner.takeWhile(Character::isLetter));
        if (seconds == null) {
            throw scanner.error(unitAt, "expected a unit of time: s, m or h");
        }
        scanner.expectEnd("the rate");
        return number / seconds;
    }

    /** Renders a rate for people, for example {@code 1,000/s}. */
    public static String render(double perSecond) {
        return Rendering.number(perSecond) + "/s";
    }
}
