package io.wringer.extension.report;

import io.wringer.WringerConfigurationException;
import io.wringer.extension.run.Outcome;
import io.wringer.extension.verdict.Finding;
import io.wringer.extension.verdict.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The one line that a test leaves on standard output. */
final class ConsoleLine {

    static final String PREFIX = "[wringer] ";

    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_GIST = 500;

    /** AssertJ writes the description, what was expected and what was found on a line each. */
    private static final int LINES_OF_ASSERTION = 3;

    private ConsoleLine() {}

    /** Renders a line without the file. */
    static String of(TestReport report) {
        return PREFIX + Status.of(report) + " "
                + Texts.oneLine(report.context().displayName(), LONGEST_NAME) + " - "
                + Texts.oneLine(gist(report), LONGEST_GIST)
                + " (" + Texts.took(report.took()) + ")";
    }

    /** Renders the warning that the file, or a part of the report, is missing. */
    static String warning(TestReport report, Throwable problem) {
        return PREFIX + "warning: the result of "
                + Texts.oneLine(report.context().displayName(), LONGEST_NAME)
                + " was not reported completely: " + Texts.oneLine(Texts.describe(problem), LONGEST_GIST);
    }

    /** Returns the cause when there is one, else what was measured. */
    static String gist(TestReport report) {
        return cause(report).orElseGet(() -> measured(report));
    }

    private static Optional<String> cause(TestReport report) {
        Optional<String> failure = first(report, Severity.FAILURE);
        if (failure.isEmpty() && report.thrown() != null) {
            return Optional.of(worded(report.thrown()));
        }
        return failure.or(() -> first(report, Severity.INCONCLUSIVE));
    }

    private static String worded(Throwable thrown) {
        return thrown instanceof WringerConfigurationException
                ? Texts.firstLine(Texts.message(thrown))
                : Texts.firstLines(Texts.describe(thrown), LINES_OF_ASSERTION);
    }

    private static Optional<String> first(TestReport report, Severity severity) {
        List<Finding> findings = of(report, severity);
        return findings.isEmpty() ? Optional.empty() : Optional.of(headline(findings));
    }

    private static List<Finding> of(TestReport report, Severity severity) {
        return report.verdict().findings().stream()
                .filter(finding -> finding.severity() == severity)
                .toList();
    }

    private static String headline(List<Finding> findings) {
        String headline = Texts.firstLine(findings.get(0).headline());
        return findings.size() == 1 ? headline : headline + " (+" + (findings.size() - 1) + " more)";
    }

    /** A check that was skipped is said even when all else is green. */
    private static String measured(TestReport report) {
        List<String> parts = new ArrayList<>();
        report.outcomes().forEach(outcome -> parts.add(summary(outcome)));
        first(report, Severity.NOTE).ifPresent(note -> parts.add("note: " + note));
        return parts.isEmpty() ? "nothing was measured" : String.join("; ", parts);
    }

    private static String summary(Outcome outcome) {
        return outcome.lens() + ": " + outcome.observations().summary();
    }
}
