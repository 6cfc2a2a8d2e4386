package io.wringer.extension.chaos;

import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import io.wringer.chaos.FaultPoint;
import io.wringer.chaos.FaultScope;
import io.wringer.chaos.Phase;
import io.wringer.extension.config.Attributes;
import java.util.EnumSet;
import java.util.Set;

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
    private static final Set<FaultPoint> ON_NETWORK =
            EnumSet.of(FaultPoint.SOCKET, FaultPoint.HTTP, FaultPoint.WEBSOCKET, FaultPoint.JDBC);

    /**
     * Reads and checks an annotation.
     *
     * @throws io.wringer.WringerConfigurationException if it asks for something impossible
     */
    public static ChaosSpec parse(Attributes attributes) {
        Fault fault = attributes.constant("fault", Fault.class);
        Phase phase = attributes.constant("phase", Phase.class);
        ChaosSpec spec = new ChaosSpec(
                attributes,
                fault,
                What.parse(attributes, fault),
                place(attributes, fault),
                When.parse(attributes),
                fault == Fault.CORRUPT || fault == Fault.TRUNCATE ? Phase.AFTER : phase,
                attributes.constant("threads", FaultScope.class),
                attributes.number("minFired", 0));
        spec.check();
        return spec;
    }

    /** Places that a fault knows by itself. */
    private static Where place(Attributes attributes, Fault fault) {
        boolean given = attributes.isGiven("type")
                || attributes.isGiven("method")
                || attributes.isGiven("at")
                || attributes.isGiven("on")
                || attributes.isGiven("endpoint");
        if (given) {
            return Where.parse(attributes);
        }
        return switch (fault) {
            case DNS -> new Where.Preset(FaultPoint.DNS);
            case CLOCK_SKEW -> new Where.Preset(FaultPoint.CLOCK);
            case DISK_FULL -> new Where.Preset(FaultPoint.FILE);
            default -> Where.parse(attributes);
        };
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
        } else if (NETWORK_ONLY.contains(fault) && !isOnNetwork()) {
            throw attributes.error(
                    "Fault." + fault + " strikes connections, not methods",
                    "Give endpoint = \"localhost:5432\", or on = FaultPoint.SOCKET for all connections.");
        }
        if (where instanceof Where.Methods methods) {
            Methods.check(this, methods);
        }
    }

    private void checkNetwork() {
        if (!NETWORK.contains(fault)) {
            throw attributes.error(
                    "Fault." + fault + " strikes methods, not connections",
                    "Give type and method instead of endpoint, or one of "
                            + String.join(", ", NETWORK.stream().map(Enum::name).toList()) + ".");
        }
    }

    private boolean isOnNetwork() {
        return where instanceof Where.Preset preset && ON_NETWORK.contains(preset.point());
    }

    /** Tells whether the fault strikes connections, by a proxy. */
    boolean isNetworkFault() {
        return where instanceof Where.Connections || (isOnNetwork() && NETWORK_ONLY.contains(fault));
    }

    /** Returns the fault for messages: {@code EXCEPTION at com.acme.Store.insert}. */
    String describe() {
        return fault + (isNetworkFault() ? " of " : " at ") + where.describe();
    }
}
