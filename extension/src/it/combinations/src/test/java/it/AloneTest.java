package it;

import io.wringer.stress.StressTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Nothing may run beside these. */
class AloneTest {

    @BeforeEach
    void begin() {
        Company.stressBegins();
    }

    @StressTest(threads = 2, duration = "200ms")
    void first() {
        Company.lookAround();
    }

    @StressTest(threads = 2, duration = "200ms")
    void second() {
        Company.lookAround();
    }

    @AfterEach
    void end() {
        Company.stressEnds();
    }
}
