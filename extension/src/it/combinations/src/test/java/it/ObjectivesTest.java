package it;

import io.wringer.Slo;
import io.wringer.stress.StressPlan;
import io.wringer.stress.StressTest;
import it.support.Journal;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ObjectivesTest {

    private final AtomicInteger calls = new AtomicInteger();

    @Slo({"success >= 100%", "max < 30s"})
    @StressTest(threads = 2, iterations = 20)
    void met() {
        Journal.note("ObjectivesTest.met", "body");
    }

    @Slo("success >= 90%")
    @StressTest(threads = 2, iterations = 20, abortOnBreach = false)
    void missed() {
        Journal.note("ObjectivesTest.missed", "body");
        if (calls.incrementAndGet() % 2 == 0) {
            throw new IllegalStateException("every second one");
        }
    }

    @StressTest(threads = 2, iterations = 20)
    void planned(StressPlan plan) {
        Journal.note("ObjectivesTest.planned", "body");
        plan.operation("count", 1, calls::incrementAndGet);
    }

    @Test
    @StressTest(iterations = 10)
    void twice() {
        Journal.note("ObjectivesTest.twice", "body");
    }

    @StressTest(duration = "10 seconds")
    void malformed() {
        Journal.note("ObjectivesTest.malformed", "body");
    }
}
