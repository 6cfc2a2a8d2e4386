package io.wringer.extension.report;

import io.wringer.extension.run.Observations;
import io.wringer.extension.run.Outcome;
import io.wringer.extension.run.RunContext;
import io.wringer.extension.verdict.Finding;
import io.wringer.extension.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reports to test with; a builder, because they differ in one or two properties. */
final class Samples {

    static final Instant START = Instant.parse("2026-03-04T05:06:07.089Z");

    private String uniqueId = "[engine:junit-jupiter]/[class:com.acme.OrdersTest]/[method:checkout()]";
    private String displayName = "OrdersTest.checkout";
    private String className = "com.acme.OrdersTest";
    private String methodName = "checkout";
    private long seed = 42;
    private Instant started = START;
    private Duration took = Duration.ofMillis(5234);
    private List<Finding> findings = List.of();
    private @Nullable Throwable thrown;
    private List<Outcome> outcomes =
            List.of(outcome("stress", "12,345 operations, p99 3.21 ms", Map.of("operations", 12_345)));

    static Samples passed() {
        return new Samples();
    }

    static Samples failed() {
        return new Samples().findings(Finding.failure("leak", "Session", "1 Session leaks per iteration"));
    }

    static Outcome outcome(String lens, String summary, Map<String, ?> facts) {
        return new Outcome(lens, observations(summary, facts), List.of());
    }

    private static Observations observations(String summary, Map<String, ?> facts) {
        return new Observations() {
            @Override
            public String summary() {
                return summary;
            }

            @Override
            public Map<String, ?> facts() {
                return facts;
            }
        };
    }

    Samples uniqueId(String uniqueId) {
        this.uniqueId = uniqueId;
        return this;
    }

    Samples displayName(String displayName) {
        this.displayName = displayName;
        return this;
    }

    Samples className(String className) {
        this.className = className;
        return this;
    }

    Samples methodName(String methodName) {
        this.methodName = methodName;
        return this;
    }

    Samples seed(long seed) {
        this.seed = seed;
        return this;
    }

    Samples started(Instant started) {
        this.started = started;
        return this;
    }

    Samples took(Duration took) {
        this.took = took;
        return this;
    }

    Samples findings(Finding... findings) {
        this.findings = List.of(findings);
        return this;
    }

    Samples thrown(Throwable thrown) {
        this.thrown = thrown;
        return this;
    }

    Samples outcomes(Outcome... outcomes) {
        this.outcomes = List.of(outcomes);
        return this;
    }

    TestReport report() {
        return new TestReport(
                new RunContext(uniqueId, displayName, seed, false),
                className,
                methodName,
                started,
                took,
                Verdict.of(findings),
                thrown,
                outcomes,
                "-Dwringer.seed=" + seed);
    }
}
