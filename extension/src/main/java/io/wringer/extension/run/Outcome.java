package io.wringer.extension.run;

import io.wringer.extension.verdict.Finding;
import java.util.List;

/**
 * What one feature found out about one test.
 *
 * @param lens {@code leak}, {@code stress} or {@code chaos}
 * @param observations what was measured
 * @param findings what the judge made of it
 */
public record Outcome(String lens, Observations observations, List<Finding> findings) {
    public Outcome {
        findings = List.copyOf(findings);
    }
}
