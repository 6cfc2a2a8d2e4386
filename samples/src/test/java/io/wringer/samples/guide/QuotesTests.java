package io.wringer.samples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What counts as fixed in a quoted message. */
class QuotesTests {

    @Test
    void numbersWithTheirUnitsAndHashesAreNot() {
        assertThat(Quotes.fixedParts("p99 was 163 ms, limit 10 µs, 1,234.5 B per iteration in shop3 (0a1b2c3d4e5f)"))
                .containsExactly("p# was #, limit #, # per iteration in shop# (#)");
    }

    @Test
    void wordsAre() {
        assertThat(Quotes.fixedParts("decade of cafe\n\tsecond  ")).containsExactly("decade of cafe", "second");
    }
}
