package io.wringer.extension.grammar;

import java.util.Locale;

/** Writes values for people, in the same way whatever the default locale. */
public final class Rendering {

    private static final String[] TIME_UNITS = {"ns", "µs", "ms", "s"};
    private static final String[] SIZE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};
    private static final double TIME_STEP = 1000;
    private static final double SIZE_STEP = 1024;

    private Rendering() {}

    /** Renders nanoseconds in the unit that fits: {@code 3.21 ms}. */
    public static String time(double nanos) {
        return scaled(nanos, TIME_STEP, TIME_UNITS);
    }

    /** Renders bytes in the unit that fits: {@code 1.50 MiB}. */
    public static String size(double bytes) {
        return scaled(bytes, SIZE_STEP, SIZE_UNITS);
    }

    /** Renders a whole number, grouped. */
    public static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** Renders a number: grouped when whole or large, else with three significant digits. */
    public static String number(double value) {
        double magnitude = Math.abs(value);
        if (value == Math.rint(value) || magnitude >= 100) {
            return String.format(Locale.ROOT, "%,d", Math.round(value));
        }
        return String.format(Locale.ROOT, magnitude >= 10 ? "%.1f" : magnitude >= 0.01 ? "%.2f" : "%.2g", value);
    }

    /** Renders a share of 1 as percent, with as many digits as are needed to tell it from 0 and 100. */
    public static String percent(double share) {
        double percent = share * 100;
        for (int digits = 0; digits <= 4; digits++) {
            String text = String.format(Locale.ROOT, "%." + digits + "f", percent);
            if (Math.abs(Double.parseDouble(text) - percent) < 0.005 * Math.min(percent, 100 - percent) + 1e-9) {
                return text + "%";
            }
        }
        return String.format(Locale.ROOT, "%.4f%%", percent);
    }

    private static String scaled(double value, double step, String[] units) {
        double rest = value;
        int unit = 0;
        while (Math.abs(rest) >= step && unit < units.length - 1) {
            rest /= step;
            unit++;
        }
        return number(rest) + " " + units[unit];
    }
}
