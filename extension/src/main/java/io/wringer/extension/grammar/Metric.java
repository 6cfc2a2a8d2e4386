package io.wringer.extension.grammar;

import java.util.List;

/** What an objective measures. */
public sealed interface Metric {

    /** Returns the name as it is written in an objective. */
    String name();

    /**
     * A quantile of the latency.
     *
     * @param name for example {@code p99.9}
     * @param quantile between 0 and 1, both excluded
     */
    record Quantile(String name, double quantile) implements Metric {}

    /** A metric that Wringer measures itself. */
    enum Standard implements Metric {
        MAX("max", Unit.TIME),
        MEAN("mean", Unit.TIME),
        MIN("min", Unit.TIME),
        SUCCESS("success", Unit.SHARE),
        ERRORS("errors", Unit.SHARE, Unit.COUNT),
        THROUGHPUT("throughput", Unit.RATE),
        RATE("rate", Unit.SHARE),
        LATE_STARTS("late starts", Unit.SHARE, Unit.COUNT),
        ALLOCATION("allocation", Unit.BYTES, Unit.BYTES_PER_OPERATION),
        HEAP_GROWTH("heap growth", Unit.BYTES_PER_OPERATION, Unit.BYTES_PER_HOUR, Unit.BYTES),
        HEAP("heap", Unit.BYTES),
        THREADS("threads", Unit.COUNT),
        GC_PAUSE_P99("gc pause p99", Unit.TIME),
        CPU("cpu", Unit.SHARE);

        private final String text;

        @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
        private final List<Unit> units;

        Standard(String text, Unit... units) {
            this.text = text;
            this.units = List.of(units);
        }

        /** Returns the units in which a limit may be given. */
        List<Unit> units() {
            return units;
        }

        /** Returns the name as it is written in an objective; {@link #name()} is taken by the enum. */
        public String text() {
            return text;
        }
    }

    /**
     * A metric that the test registers itself.
     *
     * @param name for example {@code cache hit ratio}
     */
    record Custom(String name) implements Metric {}

    /** Returns what a reader calls the metric. */
    default String label() {
        return this instanceof Standard standard ? standard.text() : name();
    }
}
