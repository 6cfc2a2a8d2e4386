package io.wringer.extension.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import io.wringer.extension.leak.watch.Gauge;
import io.wringer.extension.leak.watch.Gauges;
import io.wringer.extension.verdict.Finding;
import io.wringer.extension.verdict.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told when there is no time to see whether growth goes on; with a clock of its own. */
class ConfirmationTests {

    private static final int WINDOW = 10;

    private final AtomicLong inFlight = new AtomicLong();
    private final Gauge gauge = Gauges.given("in-flight", inFlight::get);
    private final Ledger ledger = new Ledger();
    private long nanos;
    private int repeats;

    @Test
    void whatTheBudgetLeavesOpenIsInconclusiveWithTheNumbers() throws Throwable {
        nanos = TimeUnit.SECONDS.toNanos(9);

        List<Finding> findings = confirm(Map.of("wringer.leak.budget", "2s"), 1);

        assertThat(findings).hasSize(1);
        assertThat(findings.get(0).severity()).isEqualTo(Severity.INCONCLUSIVE);
        assertThat(findings.get(0).headline())
                .isEqualTo("undecided: something grew in every window, but the budget of 2 s or the free heap left no"
                        + " room to see whether it goes on");
        assertThat(findings.get(0).evidence())
                .containsExactly("in-flight: +10, +10, +10, +10 at 30, 40, 50, 60, 70 repeats");
        assertThat(repeats).isZero();
    }

    @Test
    void withTimeItGoesOn() throws Throwable {
        nanos = TimeUnit.SECONDS.toNanos(1);

        assertThat(confirm(Map.of("wringer.leak.budget", "2s"), 1).get(0).headline())
                .startsWith("in-flight accumulates: +1.00 per iteration, from 30 to ");
    }

    @Test
    void whatStopsThenIsSilent() throws Throwable {
        nanos = TimeUnit.SECONDS.toNanos(1);

        assertThat(confirm(Map.of("wringer.leak.budget", "2s"), 0)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"10, true", "1, false"})
    void withoutTimeWhatTheJdkKeepsNowAndThenLeavesNothingOpen(int every, boolean silent) throws Throwable {
        nanos = TimeUnit.SECONDS.toNanos(9);
        LeakSpec spec = Bodies.spec(Map.of("wringer.leak.budget", "2s"));
        Instruments instruments = new Instruments(spec, new Probe(), List.of(), List.of(this));
        Walks walks = new Walks(instruments);
        List<String> properties = new ArrayList<>();
        try {
            for (int edge = 0; edge <= LeakSpec.WINDOWS; edge++) {
                boolean end = edge == 0 || edge == LeakSpec.WINDOWS;
                ledger.add(30 + edge * WINDOW, end ? instruments.count(1) : null, List.of());
                if (end) {
                    walks.take(30 + edge * WINDOW);
                }
                for (int i = 0; i < WINDOW; i += every) {
                    properties.add("wringer.test." + properties.size());
                    System.setProperty(properties.get(properties.size() - 1), "kept");
                }
            }
            Suspicion suspicion = Suspicion.of(spec, Map.of(), ledger.countedSince(0), walks.steadily());

            assertThat(suspicion.hasHeap()).isTrue();
            assertThat(confirm(spec, suspicion, walks, instruments, 0).isEmpty())
                    .isEqualTo(silent);
        } finally {
            properties.forEach(System::clearProperty);
        }
    }

    private List<Finding> confirm(Map<String, String> overrides, int perIteration) throws Throwable {
        LeakSpec spec = Bodies.spec(overrides);
        for (int edge = 0; edge <= LeakSpec.WINDOWS; edge++) {
            inFlight.set(30L + edge * WINDOW);
            ledger.add(30 + edge * WINDOW, null, List.of(gauge));
        }
        Instruments instruments = Instruments.rehearsing(spec, List.of(), new Nothing());
        Suspicion suspicion = Suspicion.ofGauges(Suspicion.grownGauges(ledger.since(0), 0, LeakSpec.WINDOWS));
        return confirm(spec, suspicion, new Walks(instruments), instruments, perIteration);
    }

    private List<Finding> confirm(
            LeakSpec spec, Suspicion suspicion, Walks walks, Instruments instruments, int perIteration)
            throws Throwable {
        Confirmation confirmation = new Confirmation(
                spec, new Schedule(spec), ledger.since(0), ledger.countedSince(0), walks, instruments, Map.of());
        return confirmation.run(suspicion, new Confirmation.Repeats() {
            @Override
            public void runAndCount(int iterations, int collecting) {
                run(iterations);
                ledger.add(30 + LeakSpec.WINDOWS * WINDOW + repeats, null, List.of(gauge));
            }

            @Override
            public void run(int iterations) {
                repeats += iterations;
                inFlight.addAndGet((long) perIteration * iterations);
            }

            @Override
            public long nanos() {
                return nanos;
            }
        });
    }

    /** Counts no objects. */
    private static final class Nothing implements io.wringer.extension.leak.heap.HeapCounter {
        @Override
        public void collect(int times) {
            // there is nothing to collect
        }

        @Override
        public io.wringer.extension.leak.heap.Histogram histogram() {
            return fail("nothing of the heap is suspected");
        }

        @Override
        public int collections() {
            return 0;
        }
    }
}
