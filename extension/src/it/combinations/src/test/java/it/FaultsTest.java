package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import io.wringer.stress.StressTest;
import it.support.Journal;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FaultsTest {

    private final Warehouse warehouse = new Warehouse();
    private final AtomicInteger calls = new AtomicInteger();

    @Test
    @ChaosFault(
            fault = Fault.EXCEPTION,
            exception = IllegalStateException.class,
            type = Warehouse.class,
            method = "take",
            nth = 1)
    void survived() {
        Journal.note("FaultsTest.survived", "body");
        assertEquals(3, warehouse.takeSurely(3));
    }

    @Test
    @ChaosFault(
            fault = Fault.EXCEPTION,
            exception = IllegalStateException.class,
            message = "the roof is gone",
            type = Warehouse.class,
            method = "take")
    void notSurvived() {
        assertEquals(3, warehouse.takeSurely(3));
    }

    @Test
    @ChaosFault(fault = Fault.RETURN, value = "42", type = Warehouse.class, method = "take(int)")
    void returned() {
        assertEquals(42, warehouse.take(3));
    }

    @Test
    @ChaosFault(fault = Fault.EXCEPTION, type = Warehouse.class, method = "take")
    void neverFired() {
        Journal.note("FaultsTest.neverFired", "body");
    }

    @Test
    @ChaosFault(fault = Fault.EXCEPTION, type = Warehouse.class, method = "give")
    void noSuchMethod() {
        Journal.note("FaultsTest.noSuchMethod", "body");
    }

    /** Runs beside the others when tests run in parallel, and must never be struck. */
    @Test
    void bystander() {
        for (int i = 0; i < 10_000; i++) {
            assertEquals(i, warehouse.take(i));
        }
    }

    /** Struck once only: a second thread's calls would let the fourth of them, and so a fault, be the call of the retry. */
    @StressTest(threads = 2, iterations = 20)
    @ChaosFault(
            fault = Fault.EXCEPTION,
            exception = IllegalStateException.class,
            type = Warehouse.class,
            method = "take",
            every = 4,
            times = 1)
    void underLoad() {
        assertEquals(3, warehouse.takeSurely(3));
        calls.incrementAndGet();
    }
}
