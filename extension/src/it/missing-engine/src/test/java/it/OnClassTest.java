package it;

import io.wringer.leak.LeakFree;
import it.support.Journal;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The class fails once, as a whole. */
@LeakFree
class OnClassTest {

    @BeforeAll
    static void prepare() {
        Journal.note("OnClassTest", "beforeAll");
    }

    @Test
    void first() {
        Journal.note("OnClassTest", "first");
    }

    @Test
    void second() {
        Journal.note("OnClassTest", "second");
    }

    @Nested
    class Inner {
        @Test
        void third() {
            Journal.note("OnClassTest", "Inner.third");
        }
    }
}
