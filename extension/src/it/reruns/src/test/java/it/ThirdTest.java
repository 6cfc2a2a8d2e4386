package it;

import io.wringer.leak.LeakFree;
import io.wringer.stress.StressTest;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ThirdTest {

    @StressTest(threads = 2, iterations = 20)
    void stressed() {}

    @StressTest(threads = 2, iterations = 20)
    void redAtFirst() throws IOException {
        Attempts.failAtFirst("ThirdTest.redAtFirst");
    }

    @Test
    @LeakFree(iterations = 24, warmup = 4)
    void alwaysRed() {
        Leaky.remember();
    }
}
