package io.wringer.extension.report;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;

/** Renders what the console, the files and the page have in common. */
final class Texts {

    private static final int LONGEST_STACK = 20_000;

    private Texts() {}

    /** Renders a duration as people say it: {@code 240 ms}, {@code 5.2 s}, {@code 3 min 20 s}, {@code 8 h 05 min}. */
    static String took(Duration duration) {
        if (duration.toMillis() < 1000) {
            return duration.toMillis() + " ms";
        }
        if (duration.toMillis() < 59_950) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
        }
        Duration rounded = Duration.ofSeconds(Math.round(duration.toMillis() / 1000.0));
        return rounded.toHours() == 0
                ? String.format(Locale.ROOT, "%d min %02d s", rounded.toMinutes(), rounded.toSecondsPart())
                : String.format(Locale.ROOT, "%d h %02d min", rounded.toHours(), rounded.toMinutesPart());
    }

    /** Returns a text without line breaks and other control characters, cut to a length. */
    static String oneLine(String text, int longest) {
        StringBuilder line = new StringBuilder();
        text.strip()
                .codePoints()
                .limit(longest + 1L)
                .map(point -> Character.isISOControl(point) || isLineBreak(point) ? ' ' : point)
                .forEach(line::appendCodePoint);
        if (line.codePointCount(0, line.length()) > longest) {
            line.setLength(line.offsetByCodePoints(0, longest - 3));
            line.append("...");
        }
        return line.toString();
    }

    private static boolean isLineBreak(int point) {
        return point == '\u2028' || point == '\u2029';
    }

    /** Returns the first line of a text. */
    static String firstLine(String text) {
        return text.strip().lines().findFirst().orElse("");
    }

    /** Returns the first lines of a text that hold anything, as one line. */
    static String firstLines(String text, int most) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .limit(most)
                .collect(Collectors.joining(" "));
    }

    /** Returns type and message, also of a throwable that cannot render itself. */
    static String describe(Throwable throwable) {
        try {
            return throwable.toString();
        } catch (RuntimeException e) {
            return throwable.getClass().getName();
        }
    }

    /** Returns the message, empty if there is none or it cannot be rendered. */
    static String message(Throwable throwable) {
        try {
            String message = throwable.getMessage();
            return message == null ? "" : message;
        } catch (RuntimeException e) {
            return "";
        }
    }

    /** Returns the stack with causes, cut to a length, also of a throwable that cannot render itself. */
    static String stack(Throwable throwable) {
        StringWriter text = new StringWriter();
        try {
            throwable.printStackTrace(new PrintWriter(text, true));
        } catch (RuntimeException e) {
            text.write("(the rest can't be rendered: " + e.getClass().getName() + ")");
        }
        String stack = text.toString().replace(System.lineSeparator(), "\n").stripTrailing();
        return stack.length() <= LONGEST_STACK ? stack : stack.substring(0, LONGEST_STACK) + "\n...";
    }
}
