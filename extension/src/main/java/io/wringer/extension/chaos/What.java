package io.wringer.extension.chaos;

import io.wringer.chaos.CustomFault;
import io.wringer.chaos.Fault;
import io.wringer.extension.config.Attributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What happens to a struck call; immutable.
 *
 * @param exception the type to throw
 * @param message its message, empty for one that names the place
 * @param delay the delay, jump or longest stall, if given
 * @param jitter what is added at most
 * @param value the value as text
 * @param bytesPerSecond the bandwidth, 0 if not given
 * @param custom the user's own fault
 */
record What(
        Class<? extends Throwable> exception,
        String message,
        Optional<Duration> delay,
        Duration jitter,
        String value,
        long bytesPerSecond,
        Class<? extends CustomFault> custom) {

    static final Duration LONGEST_STALL = Duration.ofSeconds(30);

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

    static What parse(Attributes attributes, Fault fault) {
        checkUnused(attributes, fault);
        What what = new What(
                attributes.type("exception").asSubclass(Throwable.class),
                attributes.text("message"),
                attributes.optionalDuration("delay"),
                attributes.optionalDuration("jitter").orElse(Duration.ZERO),
                attributes.text("value"),
                attributes.number("bytesPerSecond", 0),
                attributes.type("custom").asSubclass(CustomFault.class));
        what.check(attributes, fault);
        return what;
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
            Exceptions.check(attributes, exception);
        }
    }
}
