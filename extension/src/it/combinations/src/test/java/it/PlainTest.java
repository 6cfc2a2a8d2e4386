package it;

import static org.junit.jupiter.api.Assertions.fail;

import it.support.Journal;
import org.junit.jupiter.api.Test;

/** Untouched by Wringer. */
class PlainTest {

    @Test
    void passes() {
        Journal.note("PlainTest.passes", "body");
    }

    @Test
    void fails() {
        Journal.note("PlainTest.fails", "body");
        fail("as it should");
    }
}
