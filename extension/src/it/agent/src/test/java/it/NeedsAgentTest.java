package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import io.wringer.leak.LeakFree;
import org.junit.jupiter.api.Test;

class NeedsAgentTest {

    @Test
    @LeakFree(iterations = 24, warmup = 4)
    void clean() {}

    @Test
    @LeakFree(iterations = 24, warmup = 4)
    void leaky() {
        Leaky.remember();
    }

    @Test
    @ChaosFault(fault = Fault.RETURN, value = "42", type = Warehouse.class, method = "take")
    void faulted() {
        assertEquals(42, new Warehouse().take(1));
    }
}
