package io.wringer.extension.chaos.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The wall clock jumps an hour ahead now and then. */
class ClockPairTests extends PairTests {

    private static final Duration LENGTH = Duration.ofMinutes(30);

    interface Lease {
        boolean isValid();
    }

    abstract static class Worker {

        private final List<Instant> log = new ArrayList<>();

        abstract Lease take();

        @Test
        @ChaosFault(fault = Fault.CLOCK_SKEW, value = "+1h", probability = 0.3)
        void keepsItsLeases() {
            int lost = 0;
            for (int i = 0; i < 20; i++) {
                log.add(Instant.now());
                lost += take().isValid() ? 0 : 1;
            }
            assertThat(lost).as("leases lost within %s", LENGTH).isZero();
        }
    }

    static class ByTheWallClock extends Worker {
        @Override
        Lease take() {
            long until = System.currentTimeMillis() + LENGTH.toMillis();
            return () -> System.currentTimeMillis() < until;
        }
    }

    static class ByElapsedTime extends Worker {
        @Override
        Lease take() {
            long start = System.nanoTime();
            return () -> System.nanoTime() - start < LENGTH.toNanos();
        }
    }

    @Override
    Class<?> broken() {
        return ByTheWallClock.class;
    }

    @Override
    Class<?> robust() {
        return ByElapsedTime.class;
    }

    @Override
    String failure() {
        return "leases lost within PT30M.*expected: 0.*but was: [0-9]+";
    }

    @Override
    String cause() {
        return "chaos: CLOCK_SKEW at CLOCK fired (once|twice|[0-9]+ times)";
    }
}
