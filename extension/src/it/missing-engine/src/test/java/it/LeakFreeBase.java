package it;

import io.wringer.leak.LeakFree;
import it.support.Journal;
import org.junit.jupiter.api.Test;

@LeakFree
abstract class LeakFreeBase {

    @Test
    void inherited() {
        Journal.note("InheritedTest", "inherited");
    }
}
