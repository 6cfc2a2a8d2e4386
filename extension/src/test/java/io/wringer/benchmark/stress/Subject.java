package io.wringer.benchmark.stress;

import com.github.noconnor.junitperf.JUnitPerfInterceptor;
import com.github.noconnor.junitperf.JUnitPerfReportingConfig;
import com.github.noconnor.junitperf.JUnitPerfTest;
import com.github.noconnor.junitperf.JUnitPerfTestActiveConfig;
import com.github.noconnor.junitperf.data.EvaluationContext;
import com.github.noconnor.junitperf.reporting.ReportGenerator;
import java.util.LinkedHashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The empty test as a user of JUnitPerf writes it, with a reporter that only keeps the counts. */
@ExtendWith(JUnitPerfInterceptor.class)
class Subject {

    private static volatile long evaluations;

    @JUnitPerfTestActiveConfig
    private static final JUnitPerfReportingConfig CONFIG =
            JUnitPerfReportingConfig.builder().reportGenerator(new Counts()).build();

    static long evaluations() {
        return evaluations;
    }

    private static final class Counts implements ReportGenerator {
        @Override
        public void generateReport(LinkedHashSet<EvaluationContext> contexts) {
            for (EvaluationContext context : contexts) {
                evaluations = context.getEvaluationCount();
            }
        }

        @Override
        public String getReportPath() {
            return "";
        }
    }

    @Test
    @JUnitPerfTest(threads = 1, durationMs = Benchmark.ROUND_MILLIS)
    void threads1() {}

    @Test
    @JUnitPerfTest(threads = 2, durationMs = Benchmark.ROUND_MILLIS)
    void threads2() {}

    @Test
    @JUnitPerfTest(threads = 8, durationMs = Benchmark.ROUND_MILLIS)
    void threads8() {}
}
