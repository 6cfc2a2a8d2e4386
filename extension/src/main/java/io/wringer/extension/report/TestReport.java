package io.wringer.extension.report;

import io.wringer.extension.run.Outcome;
import io.wringer.extension.run.RunContext;
import io.wringer.extension.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is reported of one run of one test; immutable.
 *
 * @param context the test and its seed
 * @param className binary name of the test class
 * @param methodName name of the test method, without parameters
 * @param started when the run began
 * @param took from the beginning of the run to its verdict
 * @param verdict what the judges found
 * @param thrown what ended the test besides the findings: the user's own exception, a failed assumption or a
 *     configuration error
 * @param outcomes what each lens measured, in the order in which they are shown
 * @param reproduce what reproduces the run, for example {@code -Dwringer.seed=42}; may be blank
 * @since 0.1
 */
public record TestReport(
        RunContext context,
        String className,
        String methodName,
        Instant started,
        Duration took,
        Verdict verdict,
        @Nullable Throwable thrown,
        List<Outcome> outcomes,
        String reproduce) {
    public TestReport {
        outcomes = List.copyOf(outcomes);
    }
}
