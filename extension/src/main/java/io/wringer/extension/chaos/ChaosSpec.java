package io.wringer.extension.chaos;

import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import io.wringer.chaos.FaultPoint;
import io.wringer.chaos.FaultScope;
import io.wringer.chaos.Phase;
import io.wringer.extension.config.Attributes;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What one {@link ChaosFault @ChaosFault} asks for, checked; immutable.
 *
 * @param attributes where it comes from, for errors that can be found only when classes are known
 * @param fault the kind
 * @param what what happens
 * @param where where
 * @param when when
 * @param phase before or after the work
 * @param threads which threads
 * @param minFired how often it must fire
 */
public record ChaosSpec(
        Attributes attributes,
        Fault fault,
        What what,
        Where where,
        When when,
        Phase phase,
        FaultScope threads,
        long minFired) {

    static final Set<Fault> NETWORK_ONLY = EnumSet.of(Fault.SLOW, Fault.RESET, Fault.REFUSE, Fault.PARTITION);
    static final Set<Fault> NETWORK = EnumSet.of(
            Fault.SLOW,
            Fault.RESET,
            Fault.REFUSE,
            Fault.PARTITION,
            Fault.LATENCY,
            Fault.STALL,
            Fault.CORRUPT,
            Fault.TRUNCATE);
    private static final Set<Fault> DAMAGE = EnumSet.of(Fault.CORRUPT, Fault.TRUNCATE);
    private static final Set<FaultPoint> ON_NETWORK =
            EnumSet.of(FaultPoint.SOCKET, FaultPoint.HTTP, FaultPoint.WEBSOCKET);

    /**
     * Reads and checks an annotation.
     *
     * @throws io.wringer.WringerConfigurationException if it asks for something impossible
     */
    public static ChaosSpec parse(Attributes attributes) {
        Fault fault = attributes.constant("fault", Fault.class);
        Where where = place(attributes, fault);
        ChaosSpec spec = new ChaosSpec(
                attributes,
                fault,
                What.parse(attributes, fault, where),
                where,
                When.parse(attributes),
                phase(attributes, fault),
                attributes.constant("threads", FaultScope.class),
                attributes.number("minFired", 0));
        spec.check();
        return spec;
    }

    /** Answers can be damaged, and the time be wrong, only when they are there. */
    private static Phase phase(Attributes attributes, Fault fault) {
        Phase given = attributes.constant("phase", Phase.class);
        return switch (fault) {
            case CORRUPT, TRUNCATE, CLOCK_SKEW -> Phase.AFTER;
            case DNS, DISK_FULL -> Phase.BEFORE;
            default -> given;
        };
    }

    /** Places that a fault knows by itself. */
    private static Where place(Attributes attributes, Fault fault) {
        boolean given = Stream.of("type", "method", "at", "on", "endpoint").anyMatch(attributes::isGiven);
        return switch (fault) {
            case DNS -> own(attributes, fault, FaultPoint.DNS, given);
            case CLOCK_SKEW -> own(attributes, fault, FaultPoint.CLOCK, given);
            case DISK_FULL -> own(attributes, fault, FaultPoint.FILE, given);
            case EXHAUST -> given ? Where.parse(attributes, fault) : exhausted(attributes);
            default -> Where.parse(attributes, fault);
        };
    }

    private static Where own(Attributes attributes, Fault fault, FaultPoint point, boolean given) {
        if (given && attributes.constant("on", FaultPoint.class) != point) {
            throw attributes.error(
                    "Fault." + fault + " strikes at FaultPoint." + point + " only", "Remove the place; it is known.");
        }
        return Presets.of(point, fault);
    }

    private static Where exhausted(Attributes attributes) {
        String what = attributes.text("value");
        if (!Exhaustion.KINDS.contains(what)) {
            return Where.parse(attributes, Fault.EXHAUST); // the wrong value is worded with the place
        }
        return Presets.exhausted(what).stream()
                .findFirst()
                .<Where>map(place -> place)
                .orElseGet(() -> Where.parse(attributes, Fault.EXHAUST));
    }

    /** Tells whether a fault with a ready-made place strikes its connections, and not its methods. */
    static boolean isOnNetwork(FaultPoint point, Fault fault) {
        return (ON_NETWORK.contains(point) && NETWORK.contains(fault))
                || (point == FaultPoint.JDBC && NETWORK_ONLY.contains(fault));
    }

    private void check() {
        if (minFired > when.mostFirings()) {
            throw attributes.error(
                    "minFired",
                    minFired + " can't be reached: at most " + when.mostFirings() + " calls are struck",
                    "a smaller number");
        }
        if (where instanceof Where.Connections) {
            checkNetwork();
        } else if (NETWORK_ONLY.contains(fault)) {
            throw attributes.error(
                    "Fault." + fault + " strikes connections, not methods",
                    "Give endpoint = \"localhost:5432\", or on = FaultPoint.SOCKET for all connections.");
        }
        if (where instanceof Where.Methods methods) {
            Methods.check(this, methods);
        }
        if (where instanceof Where.Preset preset && DAMAGE.contains(fault)) {
            throw attributes.error(
                    "Fault." + fault + " can't strike at FaultPoint." + preset.point(),
                    "Give endpoint = \"localhost:5432\", or type and method of a method that returns " + Damage.POSSIBLE
                            + ".");
        }
    }

    private void checkNetwork() {
        if (!NETWORK.contains(fault)) {
            throw attributes.error(
                    "Fault." + fault + " strikes methods, not connections",
                    "Give type and method instead of endpoint, or one of "
                            + String.join(", ", NETWORK.stream().map(Enum::name).toList()) + ".");
        }
        if (fault == Fault.TRUNCATE && what.value().isEmpty()) {
            throw attributes.error(
                    "Fault.TRUNCATE of connections needs a size", "Add value = \"1KB\": what still comes through.");
        }
    }

    /** Tells whether the fault strikes connections, by a proxy. */
    boolean isNetworkFault() {
        return where instanceof Where.Connections;
    }

    /** Returns the fault for messages: {@code EXCEPTION at com.acme.Store.insert}. */
    String describe() {
        return fault + (isNetworkFault() ? " of " : " at ") + where.describe();
    }
}
