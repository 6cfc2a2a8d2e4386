package it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wringer.leak.LeakFree;
import io.wringer.stress.StressTest;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** One instance for all tests and repeats. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PerClassTest {

    private final AtomicInteger stressed = new AtomicInteger();
    private final AtomicInteger repeated = new AtomicInteger();
    private boolean prepared;

    @BeforeAll
    void prepare() {
        prepared = true;
    }

    @StressTest(threads = 2, iterations = 30)
    void stressed() {
        assertTrue(prepared);
        stressed.incrementAndGet();
    }

    @Test
    @LeakFree(iterations = 24, warmup = 4)
    void repeated() {
        assertTrue(prepared);
        repeated.incrementAndGet();
    }

    @AfterAll
    void countsAreOnThisInstance() {
        assertEquals(30, stressed.get());
        assertTrue(repeated.get() >= 24); // a suspicion may have added some
    }
}
