package io.wringer.extension.stress;

import java.util.ArrayList;
import java.util.List;

/**
 * A rate or a number of threads over the time of the load, made of straight lines; immutable.
 *
 * @param ramps the lines, one after another; at least one
 */
record Profile(List<Ramp> ramps) {

    /** What rounding may take off a planned number that is whole in truth. */
    private static final double ROUNDING = 1e-6;

    Profile {
        ramps = List.copyOf(ramps);
    }

    /**
     * A straight line.
     *
     * @param from value at the beginning
     * @param to value at the end
     * @param start time of the load at the beginning, in nanoseconds
     * @param nanos how long it lasts; positive
     * @param before the events of all lines before, when the value is a rate
     */
    record Ramp(double from, double to, long start, long nanos, double before) {

        double valueAt(long time) {
            return from + (to - from) * (time - start) / nanos;
        }

        /** Returns the number of events until a time within the line. */
        double eventsUntil(long time) {
            double seconds = (time - start) / 1e9;
            return before + seconds * (from + valueAt(time)) / 2;
        }

        double events() {
            return nanos / 1e9 * (from + to) / 2;
        }

        /**
         * Returns when an event is due.
         *
         * <p>Solves {@code from * t + slope * t * t / 2 = events} for {@code t} in the form that does not cancel.
         */
        long dueTime(double event) {
            double events = Math.max(0, event - before);
            double slope = (to - from) / (nanos / 1e9);
            double root = Math.sqrt(Math.max(0, from * from + 2 * slope * events));
            double seconds = events == 0 ? 0 : 2 * events / (from + root);
            return start + Math.min(nanos, Math.round(seconds * 1e9));
        }
    }

    /** Collects lines. */
    static final class Builder {
        private final List<Ramp> ramps = new ArrayList<>();

        Builder ramp(double from, double to, long nanos) {
            if (nanos > 0) {
                Ramp last = ramps.isEmpty() ? new Ramp(0, 0, 0, 0, 0) : ramps.get(ramps.size() - 1);
                double before = ramps.isEmpty() ? 0 : last.before() + last.events();
                ramps.add(new Ramp(from, to, last.start() + last.nanos(), nanos, before));
            }
            return this;
        }

        Profile build() {
            return new Profile(ramps);
        }
    }

    static Profile constant(double value, long nanos) {
        return new Builder().ramp(value, value, nanos).build();
    }

    /** Rises from zero to a value and stays there; the rise is part of the whole time. */
    static Profile rising(double value, long rise, long nanos) {
        return new Builder()
                .ramp(0, value, Math.min(rise, nanos))
                .ramp(value, value, nanos - rise)
                .build();
    }

    long nanos() {
        Ramp last = ramps.get(ramps.size() - 1);
        return last.start() + last.nanos();
    }

    double valueAt(long time) {
        return rampAt(time).valueAt(Math.min(Math.max(time, 0), nanos()));
    }

    double peak() {
        return ramps.stream()
                .mapToDouble(ramp -> Math.max(ramp.from(), ramp.to()))
                .max()
                .orElse(0);
    }

    boolean isConstant() {
        return ramps.stream().allMatch(ramp -> ramp.from() == peak() && ramp.to() == peak());
    }

    /** Returns how many events are due before a time, when the values are rates; the first one is due at once. */
    long eventsBefore(long time) {
        double events = rampAt(time).eventsUntil(Math.min(time, nanos()));
        return (long) Math.ceil(events - ROUNDING);
    }

    /** Returns the time of the load at which an event is due, counted from 0. */
    long dueTime(long event) {
        for (Ramp ramp : ramps) {
            if (event < ramp.before() + ramp.events() - ROUNDING) {
                return ramp.dueTime((double) event);
            }
        }
        return nanos();
    }

    private Ramp rampAt(long time) {
        for (Ramp ramp : ramps) {
            if (time < ramp.start() + ramp.nanos()) {
                return ramp;
            }
        }
        return ramps.get(ramps.size() - 1);
    }
}
