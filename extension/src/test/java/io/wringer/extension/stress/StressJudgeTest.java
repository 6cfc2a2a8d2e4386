package io.wringer.extension.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.extension.grammar.Objective;
import io.wringer.extension.grammar.Objectives;
import io.wringer.extension.stress.StressObservations.LiveHeap;
import io.wringer.extension.stress.StressObservations.Metered;
import io.wringer.extension.stress.StressObservations.Warmup;
import io.wringer.extension.verdict.Finding;
import io.wringer.extension.verdict.Severity;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables without threads or clocks. */
class StressJudgeTest {

    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000_000_000;

    /** 1 ms, 2 ms ... {@code count} ms. */
    private static OperationStats ascending(String name, int count, long failures) {
        Latencies latencies = Sessions.latencies(
                LongStream.rangeClosed(1, count).map(i -> i * MILLI).toArray());
        return new OperationStats(name, latencies, latencies, failures);
    }

    private static final class Builder {
        private OperationStats total = ascending("get", 1000, 0);
        private List<FailureGroup> groups = List.of();
        private Warmup warmup = Warmup.NONE;
        private Starts starts;
        private List<Hung> hung = List.of();
        private Ending ending = new Ending.Completed();
        private List<Long> perWorker = List.of(500L, 500L);
        private List<Second> seconds = List.of(second(0.5, 8000L, 20), second(0.7, 8000L, 30));
        private Latencies pauses = Sessions.latencies();
        private List<LiveHeap> heap = List.of();
        private List<Broken> broken = List.of();
        private Map<String, Metered> metrics = Map.of();
        private List<String> notes = List.of();

        private static Second second(Double cpu, Long allocated, int threads) {
            return new Second(SECOND, SECOND, 500, 0, 1L, 2L, new Usage(cpu, null, 0, 0, allocated, threads), Map.of());
        }

        StressObservations build() {
            return new StressObservations(
                    2 * SECOND,
                    2,
                    total,
                    List.of(total),
                    groups,
                    0,
                    warmup,
                    starts,
                    hung,
                    ending,
                    perWorker,
                    seconds,
                    pauses,
                    heap,
                    broken,
                    0,
                    0,
                    metrics,
                    null);
        }

        List<Finding> judge(String... objectives) {
            List<Objective> parsed =
                    Arrays.stream(objectives).map(Objectives::parse).toList();
            StressSpec spec = new StressSpec(
                    "Test.load()",
                    new Load.Timed(2, null, 2 * SECOND),
                    Duration.ZERO,
                    Duration.ZERO,
                    false,
                    Duration.ofSeconds(5),
                    EarlyStop.SUCCESS,
                    false,
                    parsed,
                    StressSpec.STALL_AFTER,
                    notes);
            return StressJudge.judge(spec, parsed, build());
        }
    }

    /** Tells whether an objective fails of operations that were measured so. */
    static boolean isBroken(Objective objective, OperationStats stats) {
        Builder builder = new Builder();
        builder.total = stats;
        return ObjectiveJudge.judge(objective, builder.build()).stream()
                .anyMatch(finding -> finding.severity() == Severity.FAILURE);
    }

    /** With 1 ms to 1000 ms, the 95 % interval of p90 goes from the 881st to the 919th value. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "met", textBlock = """
                    p90 < 930ms          | met
                    p90 < 900ms          | INCONCLUSIVE: "p90 < 900ms" is undecided: p90 900 ms, 95% confidence 881 ms to 919 ms, 1,000 operations; no number would decide it, the measured value is the limit
                    p90 < 910ms          | INCONCLUSIVE: "p90 < 910ms" is undecided: p90 900 ms, 95% confidence 881 ms to 919 ms, 1,000 operations; about 3,458 would decide it
                    p90 < 870ms          | FAILURE: p90 900 ms breaks "p90 < 870ms": 95% confidence 881 ms to 919 ms, 1,000 operations
                    p90 > 870ms          | met
                    p90 > 930ms          | FAILURE: p90 900 ms breaks "p90 > 930ms": 95% confidence 881 ms to 919 ms, 1,000 operations
                    p99.99 < 2s          | INCONCLUSIVE: "p99.99 < 2s" is undecided: p99.99 1 s, 95% confidence from 999 ms on, 1,000 operations; about 36,887 would decide it
                    max < 2s             | met
                    max < 1s             | FAILURE: max 1 s breaks "max < 1s": 1,000 operations
                    min >= 1ms           | met
                    mean < 600ms         | met
                    mean < 400ms         | FAILURE: mean 501 ms breaks "mean < 400ms": 95% confidence 483 ms to 518 ms, 1,000 operations
                    throughput >= 500/s  | met
                    throughput >= 501/s  | FAILURE: throughput 500/s breaks "throughput >= 501/s": 1,000 operations
                    success >= 99%       | met
                    success >= 99.9%     | INCONCLUSIVE: "success >= 99.9%" is undecided: success 100%, 95% confidence 99.63% to 100%, 1,000 operations; about 3,688 would decide it
                    success >= 100%      | met
                    errors <= 0          | met
                    errors < 1%          | met
                    cpu < 70%            | met
                    cpu < 50%            | FAILURE: cpu 60% breaks "cpu < 50%": 1,000 operations
                    allocation <= 16B/op | met
                    allocation < 16B     | FAILURE: allocation 16 B breaks "allocation < 16B": 1,000 operations
                    threads <= 30        | met
                    threads < 30         | FAILURE: threads 30 breaks "threads < 30": 1,000 operations
                    gc pause p99 < 10ms  | met
                    heap < 1GB           | INCONCLUSIVE: "heap < 1GB" can't be checked: the heap could not be measured while no operation was in flight
                    p99 < 2s for get     | met
                    max < 1s for get     | FAILURE: max of get 1 s breaks "max < 1s for get": 1,000 operations
                    """)
    void judgesObjectives(String objective, String expected) {
        List<Finding> findings = new Builder().judge(objective);
        assertThat(findings)
                .extracting(finding -> finding.severity() + ": " + finding.headline())
                .isEqualTo(expected == null ? List.of() : List.of(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "met", textBlock = """
                    success >= 90%  | met
                    success >= 95%  | INCONCLUSIVE: "success >= 95%" is undecided: success 95%, 95% confidence 93.46% to 96.27%, 1,000 operations; no number would decide it, the measured value is the limit
                    success >= 97%  | FAILURE: success 95% breaks "success >= 97%": 95% confidence 93.46% to 96.27%, 1,000 operations
                    success >= 100% | FAILURE: success 95% breaks "success >= 100%": 1,000 operations
                    errors <= 10    | FAILURE: errors 50 breaks "errors <= 10": 1,000 operations
                    errors <= 3%    | FAILURE: errors 5% breaks "errors <= 3%": 95% confidence 3.73% to 6.54%, 1,000 operations
                    p99 < 2s        | FAILURE: 50 of 1,000 operations failed (5%): java.lang.IllegalStateException: down at Db.take(Db.java:7)
                    """)
    void judgesFailures(String objective, String expected) {
        Builder builder = new Builder();
        builder.total = ascending("get", 1000, 50);
        IllegalStateException first = new IllegalStateException("down");
        builder.groups = List.of(
                new FailureGroup("get", "java.lang.IllegalStateException", "Db.take(Db.java:7)", 50, 0, SECOND, first));
        List<Finding> findings = builder.judge(objective);
        assertThat(findings)
                .extracting(finding -> finding.severity() + ": " + finding.headline())
                .isEqualTo(expected == null ? List.of() : List.of(expected));
        if (expected != null) {
            assertThat(findings.get(0).causes()).containsExactly(first);
            assertThat(findings.get(0).evidence())
                    .containsExactly("50 x java.lang.IllegalStateException at Db.take(Db.java:7)"
                            + " (100% of the failures, from 0 ns to 1 s)");
        }
    }

    @Test
    void objectivesWithoutSamplesFail() {
        Builder builder = new Builder();
        builder.total = new OperationStats("get", Sessions.latencies(), Sessions.latencies(), 0);
        assertThat(builder.judge("p99 < 1s", "success >= 50%", "throughput >= 1/s"))
                .extracting(Finding::headline)
                .containsExactly(
                        "\"p99 < 1s\" has no sample: no operation was completed",
                        "\"success >= 50%\" has no sample: no operation was completed",
                        "\"throughput >= 1/s\" has no sample: no operation was completed",
                        "no operation was completed in 2 s");
    }

    @Test
    void whatTheJvmDoesNotTellIsNeverGreen() {
        Builder builder = new Builder();
        builder.seconds = List.of(Builder.second(null, null, 3));
        assertThat(builder.judge("cpu < 100%", "allocation < 1GB"))
                .allMatch(finding -> finding.severity() == Severity.INCONCLUSIVE)
                .extracting(Finding::headline)
                .containsExactly(
                        "\"cpu < 100%\" can't be checked: the JVM does not tell its processor time",
                        "\"allocation < 1GB\" can't be checked: the JVM does not tell what these threads allocate");
    }

    @Test
    void judgesTheHeapBetweenOperations() {
        Builder builder = new Builder();
        builder.heap = List.of(
                new LiveHeap(0, 0, 1 << 20),
                new LiveHeap(SECOND, 500, 2 << 20),
                new LiveHeap(2 * SECOND, 1000, 3 << 20));
        assertThat(builder.judge("heap < 3MB", "heap growth <= 2MB", "heap growth < 1KB/op", "heap growth < 1GB/h"))
                .extracting(Finding::headline)
                .containsExactly(
                        "heap 3 MiB breaks \"heap < 3MB\": 1,000 operations",
                        "heap growth 2.05 KiB/op breaks \"heap growth < 1KB/op\": 1,000 operations",
                        "heap growth 3.52 GiB/h breaks \"heap growth < 1GB/h\": 1,000 operations");
    }

    @Test
    void aMissedRateIsNeverGreen() {
        Builder builder = new Builder();
        builder.starts = new Starts(10_000, 2_000, 1_990, Sessions.latencies(MILLI), 10 * SECOND);
        List<Finding> findings = builder.judge("rate >= 10%", "late starts <= 10%");
        assertThat(findings)
                .extracting(Finding::headline)
                .containsExactly(
                        "200/s achieved of 1,000/s, 8,000 starts missed",
                        "late starts 99.5% breaks \"late starts <= 10%\": 1,000 operations");
        assertThat(findings.get(0).evidence().get(0))
                .isEqualTo("2,000 of 10,000 planned starts took place; service time p50 500 ms, mean 501 ms:"
                        + " 2 threads can start at most 4.00/s");
    }

    @Test
    void hungOperationsComeFirst() {
        Builder builder = new Builder();
        builder.hung = List.of(
                new Hung("get", "wringer-stress-1", 7 * SECOND, List.of("at Db.take(Db.java:7)"), false),
                new Hung("get", "wringer-stress-2", 6 * SECOND, List.of("at Db.take(Db.java:7)"), true));
        List<Finding> findings = builder.judge("max < 1ms");
        assertThat(findings.get(0).headline())
                .isEqualTo("2 operations of get hung: still running after 7 s, 5 s of grace included;"
                        + " interrupted in vain, left behind: wringer-stress-2");
        assertThat(findings.get(0).evidence())
                .containsExactly(
                        "wringer-stress-1" + System.lineSeparator() + "    at Db.take(Db.java:7)",
                        "wringer-stress-2" + System.lineSeparator() + "    at Db.take(Db.java:7)");
        assertThat(findings).hasSize(2);
    }

    @Test
    void aStarvedThreadIsNamedWithTheCountsOfAll() {
        Builder builder = new Builder();
        builder.perWorker = List.of(50_000L, 49_000L, 51_000L, 3L);
        assertThat(builder.judge()).singleElement().satisfies(finding -> {
            assertThat(finding.headline())
                    .isEqualTo("1 of 4 threads starved: 3 operations where the median thread completed 50,000");
            assertThat(finding.evidence()).containsExactly("operations per thread: 50,000, 49,000, 51,000, 3");
        });
        builder.perWorker = List.of(50_000L, 5_000L, 51_000L, 900L);
        assertThat(builder.judge()).isEmpty();
    }

    @Test
    void failuresOfTheWarmupAreANoteBesideASuccessObjective() {
        Builder builder = new Builder();
        builder.warmup = new Warmup(
                10,
                2,
                List.of(new FailureGroup(
                        "get", "E", "Db.take(Db.java:7)", 2, 0, 1, new IllegalStateException("cold"))));
        assertThat(builder.judge("success >= 90%")).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.NOTE);
            assertThat(finding.headline())
                    .isEqualTo("2 of 10 operations failed during the warm-up:"
                            + " java.lang.IllegalStateException: cold at Db.take(Db.java:7)");
        });
        assertThat(builder.judge()).allMatch(finding -> finding.severity() == Severity.FAILURE);
    }

    @Test
    void oneOperationHasNoMeanToPromise() {
        Builder builder = new Builder();
        builder.total = ascending("get", 1, 0);
        assertThat(builder.judge("mean < 1h")).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.INCONCLUSIVE);
            assertThat(finding.headline())
                    .isEqualTo("\"mean < 1h\" is undecided: the mean of one operation has no confidence interval;"
                            + " more operations would decide it");
        });
    }

    @Test
    void whatAnOverrideReplacesIsSaid() {
        Builder builder = new Builder();
        builder.notes = List.of("wringer.stress.duration=8h replaces iterations = 1000");
        assertThat(builder.judge()).singleElement().satisfies(note -> {
            assertThat(note.severity()).isEqualTo(Severity.NOTE);
            assertThat(note.headline()).isEqualTo("wringer.stress.duration=8h replaces iterations = 1000");
        });
    }

    @Test
    void fingerprintsDoNotDependOnNumbers() {
        Builder one = new Builder();
        Builder other = new Builder();
        other.total = ascending("get", 2000, 0);
        assertThat(one.judge("max < 1ms").get(0).fingerprint())
                .isEqualTo(other.judge("max < 1ms").get(0).fingerprint());
    }

    @Test
    void factsHoldSeriesAndDistribution() {
        Map<String, ?> facts = new Builder().build().facts();
        assertThat(facts).containsKeys("total", "operations", "failures", "series");
        @SuppressWarnings("unchecked")
        List<Map<String, Object>> series = (List<Map<String, Object>>) facts.get("series");
        assertThat(series)
                .extracting(each -> each.get("name"))
                .contains("throughput", "latency p99", "cpu", "latency distribution");
        assertThat(new Builder().build().summary())
                .isEqualTo("1,000 operations in 2 s (500/s), 0 failed, p50 500 ms, p99 990 ms, max 1 s");
    }
}
