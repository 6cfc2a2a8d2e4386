package it;

import io.wringer.stress.StressTest;
import it.support.Journal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The callbacks run once around the load, and the body exactly as often as asked. */
class LifecycleTest {

    @BeforeAll
    static void beforeAll() {
        Journal.note("LifecycleTest", "beforeAll");
    }

    @BeforeEach
    void before() {
        Journal.note("LifecycleTest", "before");
    }

    @StressTest(threads = 4, iterations = 40)
    void load() {
        Journal.note("LifecycleTest", "body");
    }

    @AfterEach
    void after() {
        Journal.note("LifecycleTest", "after");
    }

    @AfterAll
    static void afterAll() {
        Journal.note("LifecycleTest", "afterAll");
    }
}
