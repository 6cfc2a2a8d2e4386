package it;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Runs at any time but during a stress test. */
class SecondBystanderTest {

    @RepeatedTest(10)
    void passesBy() throws InterruptedException {
        Company.otherBegins();
        Thread.sleep(10); // long enough that a stress test beside it would notice
        Company.otherEnds();
    }

    @Test
    void meetsTheOther() throws InterruptedException {
        Meeting.attend();
    }
}
