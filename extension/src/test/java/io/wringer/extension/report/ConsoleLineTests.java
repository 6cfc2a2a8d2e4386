package io.wringer.extension.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.WringerConfigurationException;
import io.wringer.extension.verdict.Finding;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.TestAbortedException;

class ConsoleLineTests {

    private static final Finding LEAK = Finding.failure("leak", "Session", "1 Session leaks per iteration");
    private static final Finding UNCLEAR = Finding.inconclusive("stress", "p99", "p99 lies within its own interval");
    private static final Finding NOTE = Finding.note("leak", "fd", "descriptors were not counted: no /proc");

    @ParameterizedTest
    @MethodSource("lines")
    void sayHowATestEndedAndWhy(Samples sample, String expected) {
        assertThat(ConsoleLine.of(sample.report())).isEqualTo(expected);
    }

    static Stream<Arguments> lines() {
        return Stream.of(
                Arguments.of(
                        Samples.passed()
                                .outcomes(
                                        Samples.outcome("stress", "12,345 operations, p99 3.21 ms", Map.of()),
                                        Samples.outcome("leak", "nothing grew in 240 iterations", Map.of())),
                        "[wringer] PASSED OrdersTest.checkout - stress: 12,345 operations, p99 3.21 ms; "
                                + "leak: nothing grew in 240 iterations (5.2 s)"),
                Arguments.of(
                        Samples.passed().findings(NOTE),
                        "[wringer] PASSED OrdersTest.checkout - stress: 12,345 operations, p99 3.21 ms; "
                                + "note: descriptors were not counted: no /proc (5.2 s)"),
                Arguments.of(
                        Samples.passed().outcomes(),
                        "[wringer] PASSED OrdersTest.checkout - nothing was measured (5.2 s)"),
                Arguments.of(
                        Samples.failed(),
                        "[wringer] FAILED OrdersTest.checkout - 1 Session leaks per iteration (5.2 s)"),
                Arguments.of(
                        Samples.passed().findings(NOTE, UNCLEAR, LEAK, LEAK),
                        "[wringer] FAILED OrdersTest.checkout - 1 Session leaks per iteration (+1 more) (5.2 s)"),
                Arguments.of(
                        Samples.passed().findings(NOTE, UNCLEAR),
                        "[wringer] INCONCLUSIVE OrdersTest.checkout - p99 lies within its own interval (5.2 s)"),
                Arguments.of(
                        Samples.passed()
                                .thrown(new AssertionError(
                                        "[orders] \nExpected size: 1 but was: 2 in:\n[a, b]\n\nmore")),
                        "[wringer] FAILED OrdersTest.checkout - "
                                + "java.lang.AssertionError: [orders] Expected size: 1 but was: 2 in: [a, b] (5.2 s)"),
                Arguments.of(
                        Samples.failed().thrown(new IllegalStateException("no stock")),
                        "[wringer] FAILED OrdersTest.checkout - 1 Session leaks per iteration (5.2 s)"),
                Arguments.of(
                        Samples.passed().findings(UNCLEAR).thrown(new TestAbortedException("no database")),
                        "[wringer] ABORTED OrdersTest.checkout - "
                                + "org.opentest4j.TestAbortedException: no database (5.2 s)"),
                Arguments.of(
                        Samples.passed().thrown(new WringerConfigurationException("threads = 0 is less than 1")),
                        "[wringer] ERROR OrdersTest.checkout - threads = 0 is less than 1 (5.2 s)"),
                Arguments.of(
                        Samples.failed().displayName("checkout(\"a\r\nb\u001B[31m\u2028\")"),
                        "[wringer] FAILED checkout(\"a  b [31m \") - 1 Session leaks per iteration (5.2 s)"),
                Arguments.of(
                        Samples.passed().displayName("\uD83D\uDE00".repeat(300)).outcomes(),
                        "[wringer] PASSED " + "\uD83D\uDE00".repeat(197) + "... - nothing was measured (5.2 s)"));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 ms",
        "999, 999 ms",
        "1000, 1.0 s",
        "59949, 59.9 s",
        "59950, 1 min 00 s",
        "200000, 3 min 20 s",
        "3599499, 59 min 59 s",
        "3599500, 1 h 00 min",
        "29100000, 8 h 05 min"
    })
    void durationsAreRounded(long millis, String expected) {
        assertThat(Texts.took(Duration.ofMillis(millis))).isEqualTo(expected);
    }

    @Test
    void aThrowableThatCannotRenderItselfIsNamed() {
        Throwable mute = new RuntimeException() {
            @Override
            public String getMessage() {
                throw new IllegalStateException("mute");
            }
        };
        assertThat(ConsoleLine.of(Samples.passed().thrown(mute).report()))
                .isEqualTo("[wringer] FAILED OrdersTest.checkout - "
                        + mute.getClass().getName() + " (5.2 s)");
        assertThat(Texts.message(mute)).isEmpty();
        assertThat(Texts.stack(mute)).contains("(the rest can't be rendered: java.lang.IllegalStateException)");
    }
}
