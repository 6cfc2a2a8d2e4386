package it;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wringer.leak.LeakFree;
import io.wringer.stress.StressTest;
import it.support.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What JUnit gives and demands beside Wringer. */
class EnvironmentTest {

    @TempDir
    Path field;

    private final AtomicInteger counter = new AtomicInteger();

    @StressTest(threads = 2, iterations = 10)
    void temporaryDirectoryUnderLoad(@TempDir Path parameter, TestInfo info) throws IOException {
        Files.createFile(parameter.resolve(info.getTestMethod().orElseThrow().getName() + counter.incrementAndGet()));
        assertTrue(Files.isDirectory(field));
    }

    @Test
    @LeakFree(iterations = 24, warmup = 4)
    void temporaryDirectoryInRepeats(@TempDir Path parameter) throws IOException {
        Files.delete(Files.createFile(parameter.resolve("file")));
        assertTrue(Files.isDirectory(field));
    }

    @StressTest(threads = 2, iterations = 4)
    @Timeout(value = 500, unit = TimeUnit.MILLISECONDS)
    void timeoutUnderLoad() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    @Test
    @LeakFree(iterations = 24, warmup = 4)
    @Timeout(value = 500, unit = TimeUnit.MILLISECONDS)
    void timeoutInRepeats() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    @StressTest(threads = 2, iterations = 10)
    @Timeout(60)
    void timeoutThatIsKept() {
        Journal.note("EnvironmentTest.timeoutThatIsKept", "body");
    }

    @StressTest(threads = 2, iterations = 10)
    void assumptionUnderLoad() {
        assumeTrue(false, "not here");
    }

    @Test
    @LeakFree(iterations = 24, warmup = 4)
    void assumptionInRepeats() {
        assumeTrue(false, "not here");
    }

    @LeakFree(iterations = 24, warmup = 4)
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void assumptionOfOneInvocation(boolean here) {
        assumeTrue(here, "not here");
    }
}
