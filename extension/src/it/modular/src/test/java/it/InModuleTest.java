package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Without this, the build might have run on the class path and proved nothing. */
class InModuleTest {

    @Test
    void runsInItsModule() {
        assertEquals("it.modular", getClass().getModule().getName());
    }
}
