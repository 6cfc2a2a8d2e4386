package io.wringer.extension.report;

import io.wringer.WringerConfigurationException;
import io.wringer.extension.verdict.Verdict;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a test ended, in the order in which readers want to see them. */
enum Status {
    /** Something did not hold, or the test threw. */
    FAILED,
    /** The test was not run, because it is misconfigured. */
    ERROR,
    /** Something could not be decided. */
    INCONCLUSIVE,
    /** An assumption of the test did not hold. */
    ABORTED,
    /** Everything that was checked held. */
    PASSED;

    /** Jupiter's abortion, and the one that it understands when JUnit 4 is present. */
    private static final Set<String> ABORTIONS =
            Set.of("org.opentest4j.TestAbortedException", "org.junit.internal.AssumptionViolatedException");

    static Status of(TestReport report) {
        if (report.verdict() instanceof Verdict.Failed) {
            return FAILED;
        }
        if (report.thrown() != null) {
            return of(report.thrown());
        }
        return report.verdict() instanceof Verdict.Inconclusive ? INCONCLUSIVE : PASSED;
    }

    private static Status of(Throwable thrown) {
        if (thrown instanceof WringerConfigurationException) {
            return ERROR;
        }
        return isAbortion(thrown.getClass()) ? ABORTED : FAILED;
    }

    private static boolean isAbortion(@Nullable Class<?> type) {
        return type != null && (ABORTIONS.contains(type.getName()) || isAbortion(type.getSuperclass()));
    }
}
