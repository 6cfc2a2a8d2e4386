package it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Proves that ordinary tests do run in parallel when they should. */
final class Meeting {

    private static final boolean PARALLEL = Boolean.getBoolean("junit.jupiter.execution.parallel.enabled");
    private static final CountDownLatch BOTH = new CountDownLatch(2);

    private Meeting() {}

    static void attend() throws InterruptedException {
        BOTH.countDown();
        assertTrue(!PARALLEL || BOTH.await(30, TimeUnit.SECONDS), "nobody came");
    }
}
