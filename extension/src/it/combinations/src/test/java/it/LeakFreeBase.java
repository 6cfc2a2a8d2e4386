package it;

import io.wringer.leak.LeakFree;
import org.junit.jupiter.api.Test;

@LeakFree(iterations = 24, warmup = 4)
abstract class LeakFreeBase {

    @Test
    void inheritedClean() {}

    @Test
    void inheritedLeaky() {
        Leaky.remember();
    }
}
