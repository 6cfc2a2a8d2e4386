package io.wringer.extension.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Windows by a clock that the test sets. */
@Timeout(60)
class WindowTest {

    private static final long LONG = Duration.ofHours(1).toNanos();

    static class Fixtures {
        @ChaosFault(fault = Fault.STALL, at = "a.B.c", from = "2s", lasting = "3s")
        void fromTwoToFive() {}

        @ChaosFault(fault = Fault.STALL, at = "a.B.c", lasting = "1ms")
        void short1() {}

        @ChaosFault(fault = Fault.STALL, at = "a.B.c")
        void always() {}
    }

    private final AtomicLong nanos = new AtomicLong(-7_000_000_000L); // as any value of System.nanoTime

    private Window window(String fault) {
        return new Window(Faults.of(Fixtures.class, fault).specs().get(0).when(), nanos::get);
    }

    private void pass(String time) {
        nanos.addAndGet(io.wringer.extension.grammar.Durations.parse(time).toNanos());
    }

    @Test
    void opensAndHealsAsPlannedFromTheStartOn() {
        Window window = window("fromTwoToFive");
        pass("3s");
        assertThat(window.isOpen()).isFalse(); // not started
        window.start();
        List<Boolean> open = new ArrayList<>();
        for (String time : new String[] {"0s", "1999ms", "1ms", "2999ms", "1ms", "10s"}) {
            if (!time.equals("0s")) {
                pass(time);
            }
            open.add(window.isOpen());
        }
        assertThat(open).containsExactly(false, false, true, true, false, false);
        assertThat(window.isOpenForGood()).isFalse();
    }

    @Test
    void isSwitchedByHandWhateverThePlan() {
        Window window = window("fromTwoToFive");
        window.start();
        window.activate();
        assertThat(window.isOpen()).isTrue();
        pass("10s");
        assertThat(window.isOpen()).isTrue();
        window.heal();
        assertThat(window.isOpen()).isFalse();
        window.activate();
        window.end();
        window.activate();
        assertThat(window.isOpen()).isFalse();
    }

    @Test
    void letsThoseGoThatWaitWhenItHealsAsPlanned() throws Exception {
        Window window = window("short1");
        window.start();
        CompletableFuture<Boolean> healed = CompletableFuture.supplyAsync(() -> window.awaitHealed(LONG));
        pass("2ms");
        assertThat(healed.get()).isTrue();
    }

    @Test
    void letsThoseGoThatWaitWhenItIsHealedOrEnds() throws Exception {
        for (boolean heals : new boolean[] {true, false}) {
            Window window = window("always");
            window.start();
            CompletableFuture<Boolean> healed = CompletableFuture.supplyAsync(() -> window.awaitHealed(LONG));
            if (heals) {
                window.heal();
            } else {
                window.end();
            }
            assertThat(healed.get()).isTrue();
        }
    }

    @Test
    void holdsNobodyLongerThanAllowed() {
        Window window = window("always");
        window.start();
        assertThat(window.awaitHealed(1_000_000)).isFalse();
    }

    @Test
    void anInterruptEndsTheWaitAndIsKept() {
        Window window = window("always");
        window.start();
        Thread.currentThread().interrupt();
        assertThat(window.awaitHealed(LONG)).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }
}
