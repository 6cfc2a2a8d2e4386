package it;

import io.wringer.leak.LeakFree;
import it.support.Journal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** An annotation on a class is one on all of its tests, the nested ones included. */
@LeakFree(iterations = 24, warmup = 4)
class NestingTest {

    @BeforeEach
    void before() {
        Journal.note("NestingTest", "before");
    }

    @Test
    void clean() {}

    @Nested
    class Inner {

        @Test
        void clean() {}

        @Test
        void leaky() {
            Leaky.remember();
        }

        @Nested
        class Innermost {
            @Test
            void leaky() {
                Leaky.remember();
            }
        }
    }
}
