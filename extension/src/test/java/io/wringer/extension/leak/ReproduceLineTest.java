package io.wringer.extension.leak;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.extension.testkit.Fixtures;
import io.wringer.leak.LeakFree;
import io.wringer.stress.StressTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever does what the last lines of a failure say sees the same failure again. */
class ReproduceLineTest {

    private static final Pattern LINE = Pattern.compile(
            "Reproduce: mvn test -Dtest='(?<type>[^'#]+)#(?<method>[^'#]+)' -Dwringer\\.seed=(?<seed>\\d+)");

    private static final List<Object> KEPT = new ArrayList<>();
    private static final ConcurrentLinkedQueue<Object> ERRORS = new ConcurrentLinkedQueue<>();
    private static final Semaphore PERMITS = new Semaphore(1_000_000);

    @TempDir
    Path results;

    @AfterEach
    void clear() {
        KEPT.clear();
        ERRORS.clear();
    }

    /** Not run by the build itself. */
    static class Leaking {

        @LeakFree(iterations = 60, warmup = 20)
        @Test
        void keeps() {
            KEPT.add(new Object());
        }

        @LeakFree(iterations = 15, warmup = 3, watch = io.wringer.leak.Resource.PERMITS)
        @ParameterizedTest
        @ValueSource(strings = {"a", "b"})
        void takes(String user) throws InterruptedException {
            if (user.equals("b")) {
                PERMITS.acquire();
            }
        }

        @LeakFree
        @StressTest(threads = 2, iterations = 4_000)
        void errs() {
            ERRORS.add(new IllegalStateException("refused"));
        }

        @Nested
        class Below {
            @LeakFree(iterations = 60, warmup = 20)
            @Test
            void keeps() {
                KEPT.add("kept".repeat(2));
            }
        }
    }

    @Test
    void ofAMethod() throws Exception {
        repeats(Leaking.class, "keeps()", "java.lang.Object accumulates: static " + ReproduceLineTest.class.getName());
    }

    /** The line can't choose among invocations; the others pass again. */
    @Test
    void ofAnInvocation() throws Exception {
        repeats(Leaking.class, "takes(java.lang.String)", "permits of static ");
    }

    @Test
    void ofALoad() throws Exception {
        repeats(Leaking.class, "errs()", "java.lang.IllegalStateException accumulates: static ");
    }

    @Test
    void ofANestedClass() throws Exception {
        repeats(Leaking.Below.class, "keeps()", "java.lang.String accumulates: static ");
    }

    private void repeats(Class<?> type, String method, String start) throws Exception {
        String first = message(Fixtures.into(results).runMethod(type, method).failure());
        assertThat(first).startsWith(start);
        KEPT.clear();
        ERRORS.clear();

        Matcher line = LINE.matcher(first);
        assertThat(line.find()).as(first).isTrue();
        Class<?> named = Class.forName(ReproduceLineTest.class.getPackageName() + "." + line.group("type"));
        String again = message(Fixtures.into(results)
                .with("wringer.seed", line.group("seed"))
                .runMethod(named, line.group("method") + method.substring(method.indexOf('(')))
                .failure());

        assertThat(named).isEqualTo(type);
        assertThat(stable(again)).isEqualTo(stable(first));
    }

    private static String message(Throwable failure) {
        return String.valueOf(failure.getMessage());
    }

    /** Returns the first line without its numbers, how to reproduce, and the fingerprint. */
    private static List<String> stable(String message) {
        List<String> lines = message.lines().toList();
        List<String> stable = new ArrayList<>(List.of(lines.get(0).replaceAll(" \\(\\+.*", "")));
        lines.stream()
                .filter(line -> line.startsWith("Reproduce: ") || line.startsWith("Fingerprint: "))
                .forEach(stable::add);
        assertThat(stable).as(message).hasSize(3);
        return stable;
    }
}
