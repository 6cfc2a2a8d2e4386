package io.wringer.extension.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wringer.Slo;
import io.wringer.WringerConfigurationException;
import io.wringer.stress.StressTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StressSpecTest {

    static class Loads {
        @StressTest
        void defaults() {}

        @StressTest(threads = 4, duration = "10s", warmup = "1s", thinkTime = "5ms", grace = "1s", rampUp = "2s")
        @Slo({"p99 < 10ms", "success >= 99.5%"})
        @Slo("throughput >= 100/s")
        void full() {}

        @StressTest(iterations = 1000)
        void counted() {}

        @StressTest(rate = "100/s", duration = "10s", rampUp = "2s")
        void scheduled() {}

        @StressTest(stages = {"10s: 0 -> 100/s", "30s: 100/s", "5s: 100/s -> 0"})
        void stagesOfRates() {}

        @StressTest(stages = {"10s: 0 -> 50", "30s: 50"})
        void stagesOfThreads() {}

        @StressTest(threads = -1)
        void negativeThreads() {}

        @StressTest(duration = "0s")
        void noDuration() {}

        @StressTest(duration = "10 parsecs")
        void parsecs() {}

        @StressTest(rate = "0/s")
        void noRate() {}

        @StressTest(rate = "100/s", stages = "1s: 8")
        void rateAndStages() {}

        @StressTest(rate = "100/s", iterations = 5)
        void rateAndIterations() {}

        @StressTest(rate = "100/s", thinkTime = "5ms")
        void rateAndThinkTime() {}

        @StressTest(iterations = 5, duration = "1s")
        void iterationsAndDuration() {}

        @StressTest(iterations = 5, rate = "many")
        void unreadable() {}

        @StressTest(stages = {"1s: 8", "1s: 100/s"})
        void mixedStages() {}

        @StressTest(stages = "1s 8")
        void stageWithoutColon() {}

        @StressTest(stages = "1s: 8 -> many")
        void stageWithoutNumber() {}

        @StressTest(stages = {"1s: 0", "1s: 0 -> 0"})
        void emptyStages() {}

        @StressTest(threads = 3, stages = "1s: 8")
        void threadsAndStages() {}

        @StressTest(duration = "1s", rampUp = "1s")
        void longRamp() {}

        @StressTest(findMaxRate = true)
        void searchWithoutObjective() {}

        @StressTest(findMaxRate = true)
        @Slo("p99 < 10ms")
        void search() {}

        @StressTest(findMaxRate = true, rate = "5/s")
        @Slo("p99 < 10ms")
        void searchWithRate() {}

        @StressTest
        @Slo("rate >= 99%")
        void rateObjective() {}

        @StressTest
        @Slo({})
        void noObjective() {}

        @StressTest(virtualThreads = true)
        void virtual() {}
    }

    private static StressSpec spec(String method, String... overrides) {
        return Sessions.spec(
                Loads.class, method, overrides.length == 0 ? Map.of() : Map.of(overrides[0], overrides[1]));
    }

    @Test
    void defaultsAreTwoThreadsPerCoreForFiveSeconds() {
        assertThat(spec("defaults").load())
                .isEqualTo(new Load.Timed(2 * Runtime.getRuntime().availableProcessors(), null, 5_000_000_000L));
    }

    @Test
    void readsEverything() {
        StressSpec spec = spec("full");
        assertThat(spec.load().workers()).isEqualTo(4);
        assertThat(spec.load().threads().valueAt(1_000_000_000)).isEqualTo(2);
        assertThat(spec.load().threads().valueAt(3_000_000_000L)).isEqualTo(4);
        assertThat(spec.warmup()).isEqualTo(Duration.ofSeconds(1));
        assertThat(spec.thinkTime()).isEqualTo(Duration.ofMillis(5));
        assertThat(spec.grace()).isEqualTo(Duration.ofSeconds(1));
        assertThat(spec.objectives()).hasSize(3);
        assertThat(spec.objectives().get(2).text()).isEqualTo("throughput >= 100/s");
    }

    @Test
    void overridesAndScaleCount() {
        assertThat(((Load.Timed) spec("full", "wringer.stress.duration", "3s").load()).nanos())
                .isEqualTo(3_000_000_000L);
        assertThat(((Load.Counted) spec("counted", "wringer.scale", "0.1").load()).operations())
                .isEqualTo(100);
        assertThat(spec("defaults", "wringer.slo", "p50 < 1ms, max < 1s").objectives())
                .isEmpty(); // there is no @Slo to override
    }

    /** What an override may meet when it is meant for a whole suite: the run has the last word, and says what it changes. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
                    counted         | duration=8h       | wringer.stress.duration=8h replaces iterations = 1000                   | Timed 28800 s
                    full            | iterations=10     | wringer.stress.iterations=10 replaces duration = 10s                    | Counted 10
                    full            | iterations=0      | none                                                                    | Timed 10 s
                    full            | duration=1s       | rampUp = 2s has no effect beside wringer.stress.duration=1s              | Timed 1 s
                    defaults        | rampUp=10s        | wringer.stress.rampUp=10s has no effect beside duration = 5s             | Timed 5 s
                    scheduled       | duration=8h       | none                                                                    | Scheduled 28800 s, peak 100
                    scheduled       | iterations=10     | wringer.stress.iterations=10 replaces rate = 100/s; wringer.stress.iterations=10 replaces duration = 10s | Counted 10
                    scheduled       | thinkTime=5ms     | wringer.stress.thinkTime=5ms has no effect beside rate = 100/s           | Scheduled 10 s, peak 100
                    scheduled       | rate=7/s          | none                                                                    | Scheduled 10 s, peak 7
                    counted         | rate=7/s          | wringer.stress.rate=7/s replaces iterations = 1000                      | Scheduled 5 s, peak 7
                    stagesOfRates   | duration=90s      | wringer.stress.duration=90s stretches stages = 10s: 0 -> 100/s, 30s: 100/s, 5s: 100/s -> 0 | Scheduled 90 s, peak 100
                    stagesOfThreads | duration=4s       | wringer.stress.duration=4s stretches stages = 10s: 0 -> 50, 30s: 50      | Timed 4 s
                    stagesOfThreads | threads=3         | wringer.stress.threads=3 has no effect beside stages = 10s: 0 -> 50, 30s: 50 | Timed 40 s
                    stagesOfRates   | threads=3         | none                                                                    | Scheduled 45 s, peak 100
                    stagesOfThreads | rampUp=1s         | wringer.stress.rampUp=1s has no effect beside stages = 10s: 0 -> 50, 30s: 50 | Timed 40 s
                    stagesOfRates   | rate=7/s          | wringer.stress.rate=7/s replaces stages = 10s: 0 -> 100/s, 30s: 100/s, 5s: 100/s -> 0 | Scheduled 5 s, peak 7
                    counted         | stages=3s: 7/s    | wringer.stress.stages=3s: 7/s replaces iterations = 1000                 | Scheduled 3 s, peak 7
                    search          | rate=7/s          | wringer.stress.rate=7/s replaces findMaxRate = true                      | Scheduled 5 s, peak 7
                    search          | thinkTime=5ms     | wringer.stress.thinkTime=5ms has no effect beside findMaxRate = true     | Timed 5 s
                    """)
    void anOverrideOfTheRunSaysWhatItReplaces(String method, String override, String note, String load) {
        String[] keyAndValue = override.split("=", 2);
        StressSpec spec = spec(method, "wringer.stress." + keyAndValue[0], keyAndValue[1]);
        assertThat(spec.notes()).isEqualTo(note == null ? List.of() : List.of(note.split("; ")));
        assertThat(described(spec.load())).isEqualTo(load);
    }

    private static String described(Load load) {
        if (load instanceof Load.Counted counted) {
            return "Counted " + counted.operations();
        }
        return load instanceof Load.Timed timed
                ? "Timed " + timed.nanos() / 1_000_000_000 + " s"
                : "Scheduled " + load.rate().nanos() / 1_000_000_000 + " s, peak "
                        + Math.round(load.rate().peak());
    }

    @Test
    void stretchedStagesKeepTheirShape() {
        Profile rate =
                spec("stagesOfRates", "wringer.stress.duration", "90s").load().rate();
        assertThat(rate.eventsBefore(20_000_000_000L)).isEqualTo(1000);
        assertThat(rate.eventsBefore(rate.nanos())).isEqualTo(2 * (500 + 3000 + 250));
    }

    @Test
    void twoOverridesThatExcludeEachOtherAreAMistake() {
        Map<String, String> both = Map.of("wringer.stress.duration", "8h", "wringer.stress.iterations", "5");
        assertThatThrownBy(() -> Sessions.spec(Loads.class, "defaults", both))
                .isInstanceOf(WringerConfigurationException.class)
                .hasMessageContaining("iterations and duration exclude each other.");
    }

    @Test
    void plansStarts() {
        Profile rate = spec("scheduled").load().rate();
        assertThat(rate.eventsBefore(rate.nanos())).isEqualTo(100 + 800);
        Profile stages = spec("stagesOfRates").load().rate();
        assertThat(stages.eventsBefore(10_000_000_000L)).isEqualTo(500);
        assertThat(stages.eventsBefore(stages.nanos())).isEqualTo(500 + 3000 + 250);
    }

    @Test
    void stagesOfThreadsAreAClosedModel() {
        Load.Timed load = (Load.Timed) spec("stagesOfThreads").load();
        assertThat(load.workers()).isEqualTo(50);
        assertThat(load.nanos()).isEqualTo(40_000_000_000L);
        assertThat(load.threads().valueAt(5_000_000_000L)).isEqualTo(25);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    negativeThreads        | attribute threads: -1 is less than 0
                    noDuration             | attribute duration: it is zero
                    parsecs                | attribute duration: "10 parsecs" can't be read
                    noRate                 | attribute rate: it is not above zero
                    rateAndStages          | rate and stages exclude each other.
                    rateAndIterations      | rate and iterations exclude each other.
                    rateAndThinkTime       | rate and thinkTime exclude each other.
                    iterationsAndDuration  | iterations and duration exclude each other.
                    unreadable             | attribute rate: "many" can't be read: expected a rate
                    mixedStages            | attribute stages: some are rates and some are numbers of threads
                    stageWithoutColon      | attribute stages: "1s 8" can't be read: expected a colon after the duration
                    stageWithoutNumber     | attribute stages: "1s: 8 -> many" can't be read: expected a rate such as 500/s or a number of threads
                    emptyStages            | attribute stages: all of them are zero
                    threadsAndStages       | threads and stages of threads exclude each other.
                    longRamp               | attribute rampUp: "1s" is not shorter than the duration
                    searchWithoutObjective | findMaxRate searches the highest rate that meets the objectives, and there are none.
                    searchWithRate         | findMaxRate and rate exclude each other.
                    rateObjective          | attribute value: "rate >= 99%" needs planned starts
                    noObjective            | attribute value: there is no objective
                    """)
    void saysWhatIsWrongAndWhere(String method, String problem) {
        assertThatThrownBy(() -> spec(method))
                .isInstanceOf(WringerConfigurationException.class)
                .hasMessageMatching("(?s)@(StressTest|Slo) on Loads\\." + method + "\\(\\): .*")
                .hasMessageContaining(problem);
    }

    @Test
    void theCaretStandsUnderTheWrongPart() {
        assertThatThrownBy(() -> spec("stageWithoutNumber"))
                .hasMessageContaining("""
                    1s: 8 -> many
                             ^
                """.indent(0).stripTrailing());
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_20)
    void virtualThreadsNeedJdk21() {
        assertThatThrownBy(() -> spec("virtual"))
                .isInstanceOf(WringerConfigurationException.class)
                .hasMessageContaining("attribute virtualThreads: true needs JDK 21 or later, this is JDK "
                        + Runtime.version().feature());
    }
}
