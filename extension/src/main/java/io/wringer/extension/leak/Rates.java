package io.wringer.extension.leak;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes growth for people. */
final class Rates {

    private Rates() {}

    /** Renders growth per iteration with its sign: {@code +1.00}. */
    static String perIteration(double rate) {
        return String.format(Locale.ROOT, Math.abs(rate) < 0.1 ? "%+.3f" : "%+,.2f", rate);
    }

    /** Renders increments: {@code +250, +250, +251}. */
    static String increments(List<Long> increments) {
        return increments.stream()
                .map(growth -> String.format(Locale.ROOT, "%+,d", growth))
                .collect(Collectors.joining(", "));
    }
}
