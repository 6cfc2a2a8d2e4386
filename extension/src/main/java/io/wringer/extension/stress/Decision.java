package io.wringer.extension.stress;

import io.wringer.extension.grammar.Operator;
import io.wringer.extension.stats.Interval;
import io.wringer.extension.stats.Proportions;

/** What a measured value or its interval says about a limit. */
enum Decision {
    MET,
    BROKEN,
    OPEN;

    /** Decides by the value as it was measured. */
    static Decision exact(Operator operator, double measured, double limit) {
        return operator.holds(measured, limit) ? MET : BROKEN;
    }

    /** Decides by an interval; open when the limit lies within. */
    static Decision within(Operator operator, Interval interval, double limit) {
        if (operator == Operator.EQUAL) {
            return interval.lower() > limit || interval.upper() < limit ? BROKEN : OPEN;
        }
        double worst = operator.isUpperBound() ? interval.upper() : interval.lower();
        double best = operator.isUpperBound() ? interval.lower() : interval.upper();
        if (operator.holds(worst, limit)) {
            return MET;
        }
        return operator.holds(best, limit) ? OPEN : BROKEN;
    }

    /** Decides about a share that was counted. */
    static Decision ofShare(Operator operator, long counted, long of, double limit) {
        return isAboutEach(limit)
                ? exact(operator, (double) counted / of, limit)
                : within(operator, Proportions.interval(of, counted), limit);
    }

    /** A limit at the very end of the scale is a statement about each single one, not about a share. */
    static boolean isAboutEach(double limit) {
        return limit == 0 || limit == 1;
    }
}
