package it.modules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wringer.Slo;
import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import io.wringer.leak.LeakFree;
import io.wringer.stress.StressTest;
import org.junit.jupiter.api.Test;

class WrungTest {

    @Slo("success >= 100%")
    @StressTest(threads = 2, iterations = 20)
    void stressed() {
        assertEquals("it.modules", getClass().getModule().getName());
        assertEquals("io.wringer", StressTest.class.getModule().getName());
    }

    @Test
    @LeakFree(iterations = 24, warmup = 4)
    void clean() {}

    @Test
    @ChaosFault(fault = Fault.RETURN, value = "42", type = Warehouse.class, method = "take")
    void faulted() {
        assertEquals(42, new Warehouse().take(1));
    }

    static class Warehouse {
        int take(int wanted) {
            return wanted;
        }
    }
}
