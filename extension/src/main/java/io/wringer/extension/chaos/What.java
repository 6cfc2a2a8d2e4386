package io.wringer.extension.chaos;

import io.wringer.chaos.CustomFault;
import io.wringer.chaos.Fault;
import io.wringer.extension.config.Attributes;
import io.wringer.extension.grammar.Sizes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * What happens to a struck call; immutable.
 *
 * @param exceptions the types to throw: the first that a method declares, or that is unchecked
 * @param message its message, empty for one that names the place
 * @param delay the delay, jump or longest stall, if given
 * @param jitter what is added at most
 * @param value the value as text
 * @param bytesPerSecond the bandwidth, 0 if not given
 * @param custom the user's own fault
 */
record What(
        List<Class<? extends Throwable>> exceptions,
        String message,
        Optional<Duration> delay,
        Duration jitter,
        String value,
        long bytesPerSecond,
        Class<? extends CustomFault> custom) {

    static final Duration LONGEST_STALL = Duration.ofSeconds(30);

    private static final Set<String> PARTITIONS = Set.of("", "both", "to", "from");

    private static final List<String> ALL =
            List.of("exception", "message", "delay", "jitter", "value", "bytesPerSecond", "custom");

    private static final Map<Fault, Set<String>> USED = Map.of(
            Fault.EXCEPTION, Set.of("exception", "message"),
            Fault.LATENCY, Set.of("delay", "jitter"),
            Fault.STALL, Set.of("delay"),
            Fault.SLOW, Set.of("bytesPerSecond"),
            Fault.DNS, Set.of("value", "delay", "jitter"),
            Fault.CLOCK_SKEW, Set.of("value", "delay"),
            Fault.EXHAUST, Set.of("value"),
            Fault.CUSTOM, Set.of("custom"));

    private static final Map<Fault, Set<String>> USED_TOO = Map.of(
            Fault.RETURN, Set.of("value"),
            Fault.TRUNCATE, Set.of("value"),
            Fault.PARTITION, Set.of("value"));

    static What parse(Attributes attributes, Fault fault, Where where) {
        checkUnused(attributes, fault);
        What what = new What(
                exceptions(attributes, where),
                attributes.text("message"),
                attributes.optionalDuration("delay"),
                attributes.optionalDuration("jitter").orElse(Duration.ZERO),
                attributes.text("value"),
                attributes.number("bytesPerSecond", 0),
                attributes.type("custom").asSubclass(CustomFault.class));
        what.check(attributes, fault);
        return what;
    }

    /** At a ready-made place, what the failing part throws by itself, unless the test says otherwise. */
    private static List<Class<? extends Throwable>> exceptions(Attributes attributes, Where where) {
        Class<? extends Throwable> given = attributes.type("exception").asSubclass(Throwable.class);
        if (attributes.isGiven("exception") || !(where instanceof Where.Preset preset)) {
            return List.of(given);
        }
        List<Class<? extends Throwable>> own = new ArrayList<>();
        for (String name : Presets.exceptions(preset.point())) {
            ReflectionSupport.tryToLoadClass(name)
                    .toOptional()
                    .ifPresent(type -> own.add(type.asSubclass(Throwable.class)));
        }
        return own.isEmpty() ? List.of(given) : List.copyOf(own);
    }

    private static void checkUnused(Attributes attributes, Fault fault) {
        Set<String> used = USED.getOrDefault(fault, USED_TOO.getOrDefault(fault, Set.of()));
        for (String attribute : ALL) {
            if (!used.contains(attribute) && attributes.isGiven(attribute)) {
                throw attributes.error(
                        "the attribute " + attribute + " has no meaning for Fault." + fault,
                        used.isEmpty()
                                ? "Remove it."
                                : "Remove it; Fault." + fault + " uses "
                                        + String.join(
                                                ", ", used.stream().sorted().toList()) + ".");
            }
        }
    }

    private void check(Attributes attributes, Fault fault) {
        if (fault == Fault.LATENCY && delay.isEmpty()) {
            throw attributes.error("Fault.LATENCY needs a delay", "Add delay = \"250ms\".");
        }
        if (fault == Fault.SLOW && bytesPerSecond == 0) {
            throw attributes.error("Fault.SLOW needs a bandwidth", "Add bytesPerSecond = 10_000.");
        }
        if (fault == Fault.CUSTOM && custom == CustomFault.class) {
            throw attributes.error(
                    "Fault.CUSTOM needs an implementation",
                    "Add custom = MyFault.class, a class that implements CustomFault.");
        }
        if (fault == Fault.EXCEPTION) {
            exceptions.forEach(type -> Exceptions.check(attributes, type));
        }
        if (fault == Fault.DNS) {
            NameLookup.check(attributes, value, delay);
        }
        if (fault == Fault.CLOCK_SKEW) {
            ClockSkew.parse(attributes, value, delay);
        }
        checkValue(attributes, fault);
    }

    private void checkValue(Attributes attributes, Fault fault) {
        if (fault == Fault.EXHAUST && !Exhaustion.KINDS.contains(value)) {
            throw attributes.error(
                    "value", "\"" + value + "\" can't be used up", "one of " + String.join(", ", Exhaustion.KINDS));
        }
        if (fault == Fault.PARTITION && !PARTITIONS.contains(value)) {
            throw attributes.error("value", "\"" + value + "\" is no direction", "\"both\", \"to\" or \"from\"");
        }
        if (fault == Fault.TRUNCATE && !value.isEmpty()) {
            attributes.parsed("value", value, Sizes::parse, "1KB");
        }
    }
}
