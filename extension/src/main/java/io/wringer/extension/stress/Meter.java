package io.wringer.extension.stress;

import io.wringer.extension.stress.StressObservations.Metered;
import io.wringer.stress.StressPlan;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

/** A metric that the test registered itself. Thread-safe. */
sealed interface Meter {

    /** Begins anew, after the warm-up. */
    void reset();

    /**
     * Reads the metric.
     *
     * @param loadNanos how long the measured load has lasted
     */
    Metered read(long loadNanos);

    /** Counts events. */
    final class Count implements Meter, StressPlan.Counter {
        private final LongAdder events = new LongAdder();

        @Override
        public void increment() {
            events.increment();
        }

        @Override
        public void add(long number) {
            events.add(number);
        }

        @Override
        public void reset() {
            events.reset();
        }

        @Override
        public Metered read(long loadNanos) {
            long sum = events.sum();
            return new Metered(sum, loadNanos == 0 ? 0 : sum * 1e9 / loadNanos, Metered.NOT_COUNTED);
        }
    }

    /** Counts hits and misses. */
    final class Share implements Meter, StressPlan.Ratio {
        private final LongAdder hits = new LongAdder();
        private final LongAdder misses = new LongAdder();

        @Override
        public void record(boolean hit) {
            (hit ? hits : misses).increment();
        }

        @Override
        public void reset() {
            hits.reset();
            misses.reset();
        }

        @Override
        public Metered read(long loadNanos) {
            long hit = hits.sum();
            long all = hit + misses.sum();
            double share = all == 0 ? Double.NaN : (double) hit / all;
            return new Metered(share, share, all);
        }
    }

    /** Asks the test for the value. */
    final class Gauge implements Meter {
        private final DoubleSupplier value;

        Gauge(DoubleSupplier value) {
            this.value = value;
        }

        @Override
        public void reset() {
            // the test's own value is not ours to change
        }

        @Override
        public Metered read(long loadNanos) {
            double read = value.getAsDouble();
            return new Metered(read, read, Metered.NOT_COUNTED);
        }
    }
}
