package it.since513;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wringer.leak.LeakFree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** The annotation on the class itself. */
@LeakFree(iterations = 24, warmup = 4)
@ParameterizedClass
@ValueSource(ints = {1, 2})
class LeakFreeParameterizedClassTest {

    private final int value;

    LeakFreeParameterizedClassTest(int value) {
        this.value = value;
    }

    @Test
    void clean() {
        assertTrue(value > 0);
    }
}
