package io.wringer.extension.stress;

import io.wringer.extension.verdict.Finding;
import io.wringer.stress.StressPlan;
import io.wringer.stress.StressResult;
import java.util.ArrayList;
import java.util.List;

/** Runs the checks that the test has of its result. */
final class FinalChecks {

    private FinalChecks() {}

    static List<Finding> run(List<StressPlan.FinalCheck> checks, StressResult result) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        for (StressPlan.FinalCheck check : checks) {
            try {
                check.check(result);
            } catch (InterruptedException e) {
                throw e; // a time-out of the test
            } catch (Throwable e) { // the user's check says no in its own words
                findings.add(
                        Finding.failure(StressJudge.LENS, "final check " + ThrowSite.of(e), "final check failed: " + e)
                                .causedBy(e));
            }
        }
        return findings;
    }
}
