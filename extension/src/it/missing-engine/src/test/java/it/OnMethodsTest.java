package it;

import io.wringer.Slo;
import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import io.wringer.leak.LeakFree;
import io.wringer.stress.StressPlan;
import io.wringer.stress.StressTest;
import it.support.Journal;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way to annotate a method. No body may be entered but the one of the plain test. */
class OnMethodsTest {

    @Test
    void plain() {
        Journal.note("OnMethodsTest", "plain");
    }

    @Test
    @LeakFree
    void leakFree() {
        Journal.note("OnMethodsTest", "leakFree");
    }

    @StressTest(iterations = 3)
    void stressed() {
        Journal.note("OnMethodsTest", "stressed");
    }

    @StressTest(iterations = 3)
    void planned(StressPlan plan) {
        Journal.note("OnMethodsTest", "planned");
    }

    @Test
    @Slo("p99 < 1s")
    void objective() {
        Journal.note("OnMethodsTest", "objective");
    }

    @Test
    @ChaosFault(fault = Fault.EXCEPTION, type = Runnable.class, method = "run")
    void fault() {
        Journal.note("OnMethodsTest", "fault");
    }

    @Test
    @ChaosFault(fault = Fault.EXCEPTION, type = Runnable.class, method = "run")
    @ChaosFault(fault = Fault.LATENCY, delay = "1ms", type = Runnable.class, method = "run")
    void faults() {
        Journal.note("OnMethodsTest", "faults");
    }

    @LeakFree
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void parameterized(int number) {
        Journal.note("OnMethodsTest", "parameterized");
    }

    @LeakFree
    @RepeatedTest(2)
    void repeated() {
        Journal.note("OnMethodsTest", "repeated");
    }

    @NeverLeaks
    void byAnnotationOfTheUser() {
        Journal.note("OnMethodsTest", "byAnnotationOfTheUser");
    }

    @Nested
    class Inner {
        @Test
        @LeakFree
        void leakFree() {
            Journal.note("OnMethodsTest", "Inner.leakFree");
        }
    }
}
