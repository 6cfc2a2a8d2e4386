package io.wringer.extension.verdict;

import java.util.List;

/** All findings of a test, and what follows from them. */
public sealed interface Verdict {

    /** Returns all findings, in the order in which they are shown. */
    List<Finding> findings();

    /** Judges by the heaviest finding. */
    static Verdict of(List<Finding> findings) {
        List<Finding> all = List.copyOf(findings);
        if (has(all, Severity.FAILURE)) {
            return new Failed(all);
        }
        return has(all, Severity.INCONCLUSIVE) ? new Inconclusive(all) : new Passed(all);
    }

    private static boolean has(List<Finding> findings, Severity severity) {
        return findings.stream().anyMatch(finding -> finding.severity() == severity);
    }

    /** Everything that was checked held; the findings are notes. */
    record Passed(List<Finding> findings) implements Verdict {}

    /** Something did not hold. */
    record Failed(List<Finding> findings) implements Verdict {}

    /** Nothing failed, but something could not be decided. */
    record Inconclusive(List<Finding> findings) implements Verdict {}
}
