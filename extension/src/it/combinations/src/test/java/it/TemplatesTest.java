package it;

import io.wringer.Slo;
import io.wringer.leak.LeakFree;
import io.wringer.stress.StressTest;
import it.support.Journal;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each invocation of another template is wrung on its own. */
class TemplatesTest {

    @Slo("success >= 100%")
    @StressTest(threads = 2, iterations = 10, abortOnBreach = false)
    @ParameterizedTest
    @ValueSource(strings = {"good", "bad"})
    void stressedValues(String value) {
        Journal.note("TemplatesTest.stressedValues." + value, "body");
        if (value.equals("bad")) {
            throw new IllegalArgumentException(value);
        }
    }

    @StressTest(threads = 2, iterations = 10)
    @RepeatedTest(2)
    void stressedRepeats() {
        Journal.note("TemplatesTest.stressedRepeats", "body");
    }

    @LeakFree(iterations = 24, warmup = 4)
    @ParameterizedTest
    @ValueSource(strings = {"clean", "leaky"})
    void leakFreeValues(String value) {
        if (value.equals("leaky")) {
            Leaky.remember();
        }
    }

    @LeakFree(iterations = 24, warmup = 4)
    @RepeatedTest(2)
    void leakFreeRepeats() {}

    @StressTest(threads = 2, iterations = 10)
    @Twice
    void stressedTwice() {
        Journal.note("TemplatesTest.stressedTwice", "body");
    }
}
