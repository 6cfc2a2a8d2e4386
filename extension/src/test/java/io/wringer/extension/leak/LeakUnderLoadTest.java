package io.wringer.extension.leak;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.extension.testkit.Fixtures;
import io.wringer.leak.LeakFree;
import io.wringer.stress.StressTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real loads of several threads, with a leak in the path of errors and with its clean twin. */
class LeakUnderLoadTest {

    private static final Service SERVICE = new Service();

    @TempDir
    Path results;

    /** Every twentieth request fails. */
    static final class Service {
        private final AtomicLong requests = new AtomicLong();
        private final Queue<Exception> errors = new ConcurrentLinkedQueue<>();
        private final BlockingQueue<Exception> lastErrors = new ArrayBlockingQueue<>(100);
        private final Map<Integer, String> cache = new ConcurrentHashMap<>();
        private final Map<Long, String> underWay = new ConcurrentHashMap<>();

        void keepingErrors() {
            request(errors::add);
        }

        void keepingTheLastErrors() {
            request(error -> {
                while (!lastErrors.offer(error)) {
                    lastErrors.poll();
                }
            });
        }

        private void request(Consumer<Exception> onError) {
            long id = requests.incrementAndGet();
            underWay.put(id, "request " + id);
            cache.computeIfAbsent(ThreadLocalRandom.current().nextInt(10), number -> "product " + number);
            if (id % 20 == 0) {
                onError.accept(new IllegalStateException("request " + id));
            }
            underWay.remove(id);
        }
    }

    static class Leaking {
        @StressTest(threads = 4, iterations = 12_000)
        @LeakFree
        void errorsAreKept() {
            SERVICE.keepingErrors();
        }
    }

    static class Clean {
        @StressTest(threads = 4, iterations = 12_000)
        @LeakFree
        void theLastErrorsAreKept() {
            SERVICE.keepingTheLastErrors();
        }

        @StressTest(threads = 2, rate = "80/s", duration = "2s")
        @LeakFree
        void fewRequests() {
            SERVICE.keepingTheLastErrors();
        }
    }

    @AfterEach
    void clear() {
        SERVICE.errors.clear();
    }

    @Test
    void aSlowLeakOfTheJdksClassesFailsWithItsHolder() {
        Fixtures.into(results)
                .run(Leaking.class)
                .assertFailureMessage()
                .contains("java.lang.IllegalStateException accumulates: static " + LeakUnderLoadTest.class.getName()
                        + ".SERVICE: LeakUnderLoadTest$Service -> errors: ConcurrentLinkedQueue -> [elements] ->"
                        + " java.lang.IllegalStateException (+0.050 per iteration, ")
                .contains("Reproduce: mvn test -Dtest='LeakUnderLoadTest$Leaking#errorsAreKept' -Dwringer.seed=");
    }

    @Test
    void cleanLoadsPassWithoutAWord() throws IOException {
        Fixtures.into(results).run(Clean.class).assertAllPassed();

        try (Stream<Path> files = Files.list(results)) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("LeakUnderLoadTest_Clean")))
                    .hasSize(2)
                    .allSatisfy(file ->
                            assertThat(Files.readString(file)).containsPattern("\"findings\"\\s*:\\s*\\[\\s*\\]"));
        }
    }
}
