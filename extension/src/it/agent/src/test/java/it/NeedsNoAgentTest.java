package it;

import io.wringer.Slo;
import io.wringer.stress.StressTest;
import it.support.Journal;
import org.junit.jupiter.api.Test;

class NeedsNoAgentTest {

    @Slo("success >= 100%")
    @StressTest(threads = 2, iterations = 20)
    void stressed() {
        Journal.note("NeedsNoAgentTest.stressed", "body");
    }

    @Slo("success >= 100%")
    @StressTest(threads = 2, iterations = 20, abortOnBreach = false)
    void broken() {
        throw new IllegalStateException("always");
    }

    @Test
    void plain() {}
}
