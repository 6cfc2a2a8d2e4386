package io.wringer.extension.report;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes what rows, details and totals have in common. */
final class StatusHtml {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private StatusHtml() {}

    /** Returns the name as readers and style sheets want it. */
    static String word(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    /** Returns a sign, so that color does not stand alone. */
    static String sign(Status status) {
        return switch (status) {
            case FAILED -> "\u2715";
            case ERROR -> "!";
            case INCONCLUSIVE -> "?";
            case ABORTED -> "\u2013";
            case PASSED -> "\u2713";
        };
    }

    static void writeBadge(Status status, Html html) throws IOException {
        html.open("span", "class", "badge " + word(status));
        html.element("span", sign(status), "aria-hidden", "true")
                .text(" " + word(status))
                .close();
    }

    /** Writes a time, which the script turns into the reader's own time zone. */
    static void writeTime(Instant time, Html html) throws IOException {
        html.element("time", TIME.format(time), "datetime", time.toString());
    }
}
