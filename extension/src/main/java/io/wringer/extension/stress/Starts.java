package io.wringer.extension.stress;

/**
 * How a schedule of starts was kept; immutable.
 *
 * @param planned how many starts were due
 * @param started how many of them took place
 * @param late how many of these were more than a millisecond late
 * @param lag of all starts, behind their intended time
 * @param plannedNanos how long the schedule lasted
 */
record Starts(long planned, long started, long late, Latencies lag, long plannedNanos) {

    long missed() {
        return Math.max(0, planned - started);
    }

    double plannedRate() {
        return planned * 1e9 / plannedNanos;
    }

    double achievedRate() {
        return started * 1e9 / plannedNanos;
    }
}
