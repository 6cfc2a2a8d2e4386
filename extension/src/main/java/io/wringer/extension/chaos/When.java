package io.wringer.extension.chaos;

import io.wringer.extension.config.Attributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which calls are struck; immutable.
 *
 * @param nth the only call, from 1; 0 for no such limit
 * @param first how many of the first calls; 0 for no such limit
 * @param every the distance; 0 for no such limit
 * @param probability above 0 and at most 1
 * @param from begin of the window
 * @param lasting length of the window, empty for no end
 * @param times the most firings; 0 for no limit
 */
record When(
        long nth, long first, long every, double probability, Duration from, Optional<Duration> lasting, long times) {

    static When parse(Attributes attributes) {
        When when = new When(
                attributes.number("nth", 0),
                attributes.number("first", 0),
                attributes.number("every", 0),
                attributes.decimal("probability"),
                attributes.optionalScaledDuration("from").orElse(Duration.ZERO),
                attributes.optionalScaledDuration("lasting"),
                attributes.number("times", 0));
        when.check(attributes);
        return when;
    }

    private void check(Attributes attributes) {
        if (!(probability > 0 && probability <= 1)) {
            throw attributes.error(
                    "probability", probability + " is no probability of a fault", "a number above 0 and at most 1");
        }
        if (nth > 0 && (first > 0 || every > 0 || probability < 1)) {
            throw attributes.error(
                    "nth means one call only, and excludes first, every and probability", "Remove nth or the others.");
        }
        if (lasting.isPresent() && lasting.get().isZero()) {
            throw attributes.error("lasting", "a window of no length strikes nothing", "a duration such as \"3s\"");
        }
    }

    /** Tells whether no call is left out. */
    boolean strikesAll() {
        return nth == 0 && first == 0 && every == 0 && !isRandom() && times == 0;
    }

    /** Tells whether a call is struck, by its number from 1 and a number evenly drawn from 0 to 1. */
    boolean strikes(long number, double drawn) {
        return (nth == 0 || number == nth)
                && (first == 0 || number <= first)
                && (every == 0 || number % every == 0)
                && drawn < probability;
    }

    /** Tells whether there is no window: the fault is at work from the start to the end. */
    boolean isAlways() {
        return from.isZero() && lasting.isEmpty();
    }

    /** Tells whether the window is open at a time since the start. */
    boolean isOpen(long nanos) {
        return nanos >= from.toNanos() && nanosLeft(nanos) > 0;
    }

    /** Returns how long the window stays open after a time since the start. */
    long nanosLeft(long nanos) {
        return lasting.map(length -> from.toNanos() + length.toNanos() - nanos).orElse(Long.MAX_VALUE);
    }

    /** Returns the most firings that can be expected, whatever the code under test does. */
    long mostFirings() {
        long most = times > 0 ? times : Long.MAX_VALUE;
        most = nth > 0 ? Math.min(most, 1) : most;
        return first > 0 ? Math.min(most, every > 0 ? first / every : first) : most;
    }

    boolean isRandom() {
        return probability < 1;
    }

    /** Returns the attributes that leave calls out, for messages: {@code nth = 5}; empty if none does. */
    String describe() {
        List<String> parts = new ArrayList<>();
        add(parts, "nth", nth);
        add(parts, "first", first);
        add(parts, "every", every);
        if (isRandom()) {
            parts.add("probability = " + probability);
        }
        if (!from.isZero()) {
            parts.add("from = " + Text.duration(from));
        }
        lasting.ifPresent(length -> parts.add("lasting = " + Text.duration(length)));
        return String.join(", ", parts);
    }

    private static void add(List<String> parts, String name, long value) {
        if (value > 0) {
            parts.add(name + " = " + value);
        }
    }
}
