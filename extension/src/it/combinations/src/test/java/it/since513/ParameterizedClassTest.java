package it.since513;

import io.wringer.leak.LeakFree;
import io.wringer.stress.StressTest;
import it.Leaky;
import it.support.Journal;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Each invocation of the class is wrung on its own. */
@ParameterizedClass
@ValueSource(strings = {"clean", "leaky"})
class ParameterizedClassTest {

    private final String value;

    ParameterizedClassTest(String value) {
        this.value = value;
    }

    @Test
    @LeakFree(iterations = 24, warmup = 4)
    void leakFree() {
        remember();
    }

    @StressTest(threads = 2, iterations = 10)
    void stressed() {
        Journal.note("ParameterizedClassTest." + value, "body");
    }

    @Nested
    @LeakFree(iterations = 24, warmup = 4)
    class Inner {
        @Test
        void leakFree() {
            remember();
        }
    }

    private void remember() {
        if (value.equals("leaky")) {
            Leaky.remember();
        }
    }
}
