package io.wringer.extension.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureMessageTests {

    private static final String SEED = "-Dwringer.seed=42";

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void rendersFindings(String what, Verdict verdict, String reproduce, String expected) {
        assertThat(FailureMessage.render(verdict, reproduce)).isEqualTo(expected);
    }

    static Stream<Arguments> messages() {
        Finding leak = finding(Severity.FAILURE, "aaaaaaaaaaaa", "1 Session leaks per iteration", "path: A.b -> C");
        Finding slow = finding(Severity.FAILURE, "bbbbbbbbbbbb", "p99 is 12 ms, limit 10 ms");
        Finding unclear = finding(Severity.INCONCLUSIVE, "cccccccccccc", "p50 lies within its own interval", "4..6 ms");
        Finding note = finding(Severity.NOTE, "dddddddddddd", "descriptors were not counted: no /proc");
        Finding hint = finding(Severity.NOTE, "eeeeeeeeeeee", "the heap is small", "64 MiB");
        Finding lines =
                finding(Severity.FAILURE, "ffffffffffff", "first\nsecond\r\nthird\n", "stack\n  at A\n\n  at B\n");
        return Stream.of(
                Arguments.of("one failure", verdict(leak), SEED, """
                        1 Session leaks per iteration
                          path: A.b -> C

                        Reproduce: -Dwringer.seed=42
                        Fingerprint: aaaaaaaaaaaa"""),
                Arguments.of("failures keep their order, notes come last", verdict(hint, leak, note, slow), SEED, """
                        1 Session leaks per iteration
                          path: A.b -> C

                        2. p99 is 12 ms, limit 10 ms

                        Note: the heap is small
                          64 MiB
                        Note: descriptors were not counted: no /proc

                        Reproduce: -Dwringer.seed=42
                        Fingerprints: aaaaaaaaaaaa, bbbbbbbbbbbb"""),
                Arguments.of("a failure comes before what is undecided", verdict(unclear, slow), SEED, """
                        p99 is 12 ms, limit 10 ms

                        2. Undecided: p50 lies within its own interval
                          4..6 ms

                        Reproduce: -Dwringer.seed=42
                        Fingerprints: bbbbbbbbbbbb, cccccccccccc"""),
                Arguments.of("nothing but undecided findings", verdict(unclear), SEED, """
                        p50 lies within its own interval
                          4..6 ms

                        Reproduce: -Dwringer.seed=42
                        Fingerprint: cccccccccccc"""),
                Arguments.of("line breaks are indented", verdict(lines), " " + SEED + "\n", """
                        first
                          second
                          third
                          stack
                            at A
                         \s
                            at B

                        Reproduce: -Dwringer.seed=42
                        Fingerprint: ffffffffffff"""),
                Arguments.of("the same fingerprint is said once", verdict(slow, slow), "", """
                        p99 is 12 ms, limit 10 ms

                        2. p99 is 12 ms, limit 10 ms

                        Fingerprint: bbbbbbbbbbbb"""),
                Arguments.of("notes alone have no fingerprint", verdict(note), SEED, """
                        Note: descriptors were not counted: no /proc

                        Reproduce: -Dwringer.seed=42"""),
                Arguments.of("nothing to say", verdict(), " ", ""));
    }

    private static Verdict verdict(Finding... findings) {
        return Verdict.of(List.of(findings));
    }

    private static Finding finding(Severity severity, String fingerprint, String headline, String... evidence) {
        return new Finding(severity, "leak", headline, List.of(evidence), List.of(), fingerprint);
    }
}
