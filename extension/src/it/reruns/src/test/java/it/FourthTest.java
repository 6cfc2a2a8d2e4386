package it;

import io.wringer.leak.LeakFree;
import io.wringer.stress.StressTest;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class FourthTest {

    @StressTest(threads = 2, iterations = 20)
    void stressed() {}

    @StressTest(threads = 2, iterations = 20)
    void redAtFirst() throws IOException {
        Attempts.failAtFirst("FourthTest.redAtFirst");
    }

    @Test
    @LeakFree(iterations = 24, warmup = 4)
    void alwaysRed() {
        Leaky.remember();
    }
}
