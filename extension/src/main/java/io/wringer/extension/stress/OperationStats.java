package io.wringer.extension.stress;

/**
 * What was measured of one operation, or of all together; immutable.
 *
 * @param name of the operation
 * @param latencies of all completed operations, failed ones included; with a schedule from the intended start
 * @param serviceTimes with a schedule: from the actual start; else empty
 * @param failures how many failed
 */
record OperationStats(String name, Latencies latencies, Latencies serviceTimes, long failures) {

    /** The name of all operations together. */
    static final String ALL = "all operations";

    long count() {
        return latencies.count();
    }

    long successes() {
        return Math.max(0, count() - failures);
    }
}
