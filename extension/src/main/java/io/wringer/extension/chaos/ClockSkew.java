package io.wringer.extension.chaos;

import io.wringer.extension.config.Attributes;
import io.wringer.extension.grammar.Durations;
import io.wringer.extension.grammar.GrammarException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A clock that is wrong; immutable.
 *
 * @param jump what is added to the time
 * @param pace how fast it goes: 1 as it should, 2 twice as fast
 */
@SuppressWarnings("JavaUtilDate") // the code under test may use it
record ClockSkew(Duration jump, double pace) {

    static ClockSkew parse(Attributes attributes, String value, Optional<Duration> delay) {
        if (value.isEmpty() == delay.isEmpty()) {
            throw attributes.error(
                    "Fault.CLOCK_SKEW needs either a delay or a value",
                    "Add delay = \"1h\", or value = \"-5m\", or value = \"2x\" for a clock that is twice as fast.");
        }
        return delay.map(jump -> new ClockSkew(jump, 1))
                .orElseGet(() -> attributes.parsed("value", value, ClockSkew::parse, "-5m"));
    }

    static ClockSkew parse(String value) {
        if (value.endsWith("x")) {
            return new ClockSkew(Duration.ZERO, pace(value));
        }
        boolean back = value.startsWith("-");
        Duration jump = Durations.parse(back || value.startsWith("+") ? value.substring(1) : value);
        return new ClockSkew(back ? jump.negated() : jump, 1);
    }

    private static double pace(String value) {
        try {
            double pace = Double.parseDouble(value.substring(0, value.length() - 1));
            if (pace >= 0 && pace <= 1000) {
                return pace;
            }
        } catch (NumberFormatException e) {
            // worded below
        }
        throw new GrammarException(value, 0, "expected a number from 0 to 1000 before x");
    }

    /** Returns the wrong time, in whatever form the right one came; {@code origin} is when the clock began to drift. */
    @Nullable
    Object skewed(@Nullable Object answer, @Nullable Object target, Instant origin) {
        if (answer instanceof Long millis) {
            return skewed(Instant.ofEpochMilli(millis), origin).toEpochMilli();
        }
        if (answer instanceof Instant instant) {
            return skewed(instant, origin);
        }
        if (target instanceof Date date) {
            date.setTime(skewed(Instant.ofEpochMilli(date.getTime()), origin).toEpochMilli());
        }
        return answer;
    }

    private Instant skewed(Instant right, Instant origin) {
        double drift = (pace - 1) * Duration.between(origin, right).toNanos();
        return right.plus(jump).plusNanos((long) drift);
    }
}
