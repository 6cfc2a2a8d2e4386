package it;

import org.junit.jupiter.api.Test;

/** The annotation of the superclass holds for inherited tests and for new ones. */
class InheritanceTest extends LeakFreeBase {

    @Test
    void ownClean() {}

    @Test
    void ownLeaky() {
        Leaky.remember();
    }
}
