package it;

import it.support.Journal;
import java.util.concurrent.atomic.AtomicInteger;

/** Sees who runs at the same time; a test that must be alone and is not leaves a note, which no build expects. */
final class Company {

    private static final AtomicInteger STRESS = new AtomicInteger();
    private static final AtomicInteger OTHERS = new AtomicInteger();

    private Company() {}

    static void stressBegins() {
        if (STRESS.incrementAndGet() > 1) {
            Journal.note("Company", "two stress tests at once");
        }
        lookAround();
    }

    static void stressEnds() {
        lookAround();
        STRESS.decrementAndGet();
    }

    static void otherBegins() {
        OTHERS.incrementAndGet();
        if (STRESS.get() > 0) {
            Journal.note("Company", "a test began during a stress test");
        }
    }

    static void otherEnds() {
        OTHERS.decrementAndGet();
    }

    static void lookAround() {
        if (OTHERS.get() > 0) {
            Journal.note("Company", "a stress test beside another test");
        }
    }
}
