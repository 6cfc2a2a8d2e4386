package io.wringer.extension.report;

import io.wringer.extension.grammar.Rendering;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;

/** Renders numbers of facts, whose unit is the end of their name. */
final class Numbers {

    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MINUTE = 60e9;
    private static final MathContext DRAWN = new MathContext(6);

    private Numbers() {}

    /** Renders a number without a unit. */
    static String plain(double value) {
        return Double.isFinite(value) ? Rendering.number(value) : Double.toString(value);
    }

    /** Renders a number in the unit that its name ends with: nanos, micros, millis, seconds or bytes. */
    static String inUnitOf(String name, Number number) {
        double value = number.doubleValue();
        return switch (unitOf(name)) {
            case "Nanos" -> time(value);
            case "Micros" -> time(value * NANOS_PER_MICRO);
            case "Millis" -> time(value * NANOS_PER_MILLI);
            case "Seconds" -> time(value * NANOS_PER_SECOND);
            case "Bytes" -> Rendering.size(value);
            default -> plain(value);
        };
    }

    /** Renders a number in the unit of a series. */
    static String inUnit(String unit, double value) {
        return switch (unit) {
            case "ns" -> time(value);
            case "us", "µs" -> time(value * NANOS_PER_MICRO);
            case "ms" -> time(value * NANOS_PER_MILLI);
            case "s" -> time(value * NANOS_PER_SECOND);
            case "share" -> Rendering.percent(value);
            default -> isSize(unit) ? Rendering.size(value) : plain(value);
        };
    }

    /** Returns what of a unit {@link #inUnit} leaves unsaid. */
    static String spokenUnit(String unit) {
        return switch (unit) {
            case "ns", "us", "µs", "ms", "s", "share", "%" -> "";
            default -> isSize(unit) ? perWhat(unit) : unit;
        };
    }

    private static boolean isSize(String unit) {
        return unit.equals("B") || unit.startsWith("bytes");
    }

    private static String perWhat(String size) {
        return size.startsWith("bytes/") ? "per " + size.substring("bytes/".length()) : "";
    }

    private static String time(double nanos) {
        return nanos < NANOS_PER_MINUTE ? Rendering.time(nanos) : Texts.took(Duration.ofNanos(Math.round(nanos)));
    }

    /** Returns the unit at the end of a name, empty if there is none. */
    static String unitOf(String name) {
        for (String unit : new String[] {"Nanos", "Micros", "Millis", "Seconds", "Bytes"}) {
            if (name.endsWith(unit) || name.equalsIgnoreCase(unit)) {
                return unit;
            }
        }
        return "";
    }

    /** Returns a number with as many digits as a chart can show. */
    static BigDecimal json(double value) {
        BigDecimal rounded = new BigDecimal(value).round(DRAWN).stripTrailingZeros();
        return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
    }
}
