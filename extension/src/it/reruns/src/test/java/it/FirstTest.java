package it;

import io.wringer.leak.LeakFree;
import io.wringer.stress.StressTest;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class FirstTest {

    @StressTest(threads = 2, iterations = 20)
    void stressed() {}

    @StressTest(threads = 2, iterations = 20)
    void redAtFirst() throws IOException {
        Attempts.failAtFirst("FirstTest.redAtFirst");
    }

    @Test
    @LeakFree(iterations = 24, warmup = 4)
    void alwaysRed() {
        Leaky.remember();
    }
}
