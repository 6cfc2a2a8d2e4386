package io.wringer.extension.chaos;

import io.wringer.chaos.Fault;
import io.wringer.chaos.FaultPoint;
import io.wringer.extension.chaos.weave.Pointcut;
import io.wringer.extension.config.Attributes;
import io.wringer.extension.grammar.GrammarException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a fault strikes; immutable. */
sealed interface Where {

    /** Returns the place for messages. */
    String describe();

    /**
     * Methods.
     *
     * @param pointcut which
     * @param type the class given, {@code null} if the place was given as text
     */
    record Methods(Pointcut pointcut, @Nullable Class<?> type) implements Where {
        @Override
        public String describe() {
            return pointcut.text();
        }

        /** Returns the attribute that a user must change. */
        String attribute() {
            return type == null ? "at" : "method";
        }
    }

    /**
     * A ready-made place.
     *
     * @param describe what people call it
     * @param point which
     * @param pointcuts the methods that it stands for
     */
    record Preset(String describe, FaultPoint point, List<Pointcut> pointcuts) implements Where {
        public Preset {
            pointcuts = List.copyOf(pointcuts);
        }
    }

    /**
     * Connections.
     *
     * @param text host and port, host, or name of a link; empty for all connections
     * @param client by whom: any, or those of a ready-made place
     */
    record Connections(String text, FaultPoint client) implements Where {
        @Override
        public String describe() {
            String whose =
                    client == FaultPoint.NONE || client == FaultPoint.SOCKET ? "connections" : client + " connections";
            return text.isEmpty() ? "all " + whose : whose + " to " + text;
        }
    }

    static Where parse(Attributes attributes, Fault fault) {
        boolean typed = attributes.isGiven("type") || attributes.isGiven("method");
        boolean text = attributes.isGiven("at");
        FaultPoint preset = attributes.constant("on", FaultPoint.class);
        boolean endpoint = attributes.isGiven("endpoint");
        int given = (typed ? 1 : 0) + (text ? 1 : 0) + (preset != FaultPoint.NONE ? 1 : 0) + (endpoint ? 1 : 0);
        if (given > 1 && !(given == 2 && endpoint && preset != FaultPoint.NONE)) {
            throw attributes.error(
                    "the place is given more than once",
                    "Give either type and method, or at, or on, or endpoint; on and endpoint may stand together.");
        }
        if (endpoint) {
            return connections(attributes, preset);
        }
        if (preset != FaultPoint.NONE) {
            return ChaosSpec.isOnNetwork(preset, fault) ? new Connections("", preset) : Presets.of(preset, fault);
        }
        return typed ? typed(attributes) : text(attributes);
    }

    private static Where connections(Attributes attributes, FaultPoint client) {
        String text = attributes.text("endpoint").strip();
        int colon = text.lastIndexOf(':');
        if (text.isEmpty() || colon == 0) {
            throw attributes.error("endpoint", "\"" + text + "\" names no host", "for example \"localhost:5432\"");
        }
        if (colon > 0 && !isPort(text.substring(colon + 1))) {
            throw attributes.error(
                    "endpoint",
                    "\"" + text.substring(colon + 1) + "\" is no port",
                    "a port from 1 to 65535 after the colon");
        }
        return new Connections(text, client);
    }

    private static boolean isPort(String text) {
        return text.matches("[0-9]{1,5}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= 65535;
    }

    private static Where typed(Attributes attributes) {
        Class<?> type = attributes.type("type");
        if (type == void.class) {
            throw attributes.error("method is given, but type is not", "Add type = Store.class, or use at.");
        }
        if (!attributes.isGiven("method")) {
            throw attributes.error(
                    "type is given, but method is not", "Add method = \"insert\", or method = \"*\" for all methods.");
        }
        String method = attributes.text("method");
        Pointcut pointcut = attributes.parsed("method", method, text -> Pointcut.of(type, text), "insert(Order)");
        return new Methods(pointcut, type);
    }

    private static Where text(Attributes attributes) {
        String text = attributes.text("at").strip();
        if (text.isEmpty()) {
            throw attributes.error("no place is given", "Give type and method, or at, or on, or endpoint.");
        }
        return new Methods(attributes.parsed("at", text, Where::parsePointcut, "com.acme.Store.insert(..)"), null);
    }

    private static Pointcut parsePointcut(String text) throws GrammarException {
        return Pointcut.parse(text);
    }
}
