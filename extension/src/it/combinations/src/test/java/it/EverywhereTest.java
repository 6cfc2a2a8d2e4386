package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import io.wringer.chaos.FaultScope;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;

/** Strikes threads that belong to nobody, and so runs alone, without any lock declared. */
class EverywhereTest {

    private static final ExecutorService STRANGERS = Executors.newSingleThreadExecutor();

    private final Warehouse warehouse = new Warehouse();

    @BeforeAll
    static void startTheStranger() throws Exception {
        STRANGERS.submit(() -> {}).get();
    }

    @RepeatedTest(3)
    @ChaosFault(
            fault = Fault.RETURN,
            value = "42",
            type = Warehouse.class,
            method = "take(int)",
            threads = FaultScope.ALL)
    void strikesAStranger() throws Exception {
        Company.stressBegins();
        for (int i = 0; i < 20; i++) {
            assertEquals(42, takenByAStranger().get());
            Thread.sleep(5); // long enough that a test beside it would notice
            Company.lookAround();
        }
        Company.stressEnds();
    }

    private Future<Integer> takenByAStranger() {
        return STRANGERS.submit(() -> warehouse.take(3));
    }

    @AfterAll
    static void stopTheStranger() {
        STRANGERS.shutdownNow();
    }
}
