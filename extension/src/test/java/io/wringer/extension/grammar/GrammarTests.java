package io.wringer.extension.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrammarTests {

    @ParameterizedTest
    @CsvSource({
        "250ms, PT0.25S",
        "10s, PT10S",
        "5m, PT5M",
        "8h, PT8H",
        "1.5s, PT1.5S",
        "50us, PT0.00005S",
        "7ns, PT0.000000007S",
        "0s, PT0S",
        "2 s, PT2S",
    })
    void durations(String text, Duration expected) {
        assertThat(Durations.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''          | 0 | expected a duration such as 250ms, 10s, 5m or 8h",
                "10          | 2 | expected a unit: ns, us, ms, s, m or h",
                "10 sec      | 3 | expected a unit: ns, us, ms, s, m or h",
                "-1s         | 0 | expected a duration such as 250ms, 10s, 5m or 8h",
                "1.s         | 2 | expected a digit after the decimal point",
                "10s!        | 3 | unexpected text after the duration",
                "10S         | 2 | expected a unit: ns, us, ms, s, m or h",
                "999999999h  | 0 | the duration is too long",
            })
    void wrongDurations(String text, int position, String problem) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOfSatisfying(
                        GrammarException.class, e -> assertThat(e.position()).isEqualTo(position))
                .hasMessage(caret(problem, text, position));
    }

    @ParameterizedTest
    @CsvSource({"0B, 0", "64KB, 65536", "30MB, 31457280", "1.5KB, 1536", "2GB, 2147483648"})
    void sizes(String text, long expected) {
        assertThat(Sizes.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"64 | 2 | expected a unit: B, KB, MB, GB or TB", "64kb | 2 | expected a unit: B, KB, MB, GB or TB"
            })
    void wrongSizes(String text, int position, String problem) {
        assertThatThrownBy(() -> Sizes.parse(text)).hasMessage(caret(problem, text, position));
    }

    @ParameterizedTest
    @CsvSource({"1000/s, 1000", "30/m, 0.5", "3600/h, 1", "0.5/s, 0.5"})
    void rates(String text, double expected) {
        assertThat(Rates.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1000 | 4 | expected / and a unit of time: /s, /m or /h",
                "1000/sec | 5 | expected a unit of time: s, m or h",
                "fast | 0 | expected a rate such as 1000/s or 30/m",
            })
    void wrongRates(String text, int position, String problem) {
        assertThatThrownBy(() -> Rates.parse(text)).hasMessage(caret(problem, text, position));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "p99 < 10ms             | p99         | LESS             | 10000000 | TIME",
                "p99.999 <= 1.5s        | p99.999     | LESS_OR_EQUAL    | 1.5E9    | TIME",
                "P50<1us                | p50         | LESS             | 1000     | TIME",
                "max < 2s               | max         | LESS             | 2E9      | TIME",
                "success >= 99.5%       | success     | GREATER_OR_EQUAL | 0.995    | SHARE",
                "errors < 5%            | errors      | LESS             | 0.05     | SHARE",
                "errors == 0            | errors      | EQUAL            | 0        | COUNT",
                "throughput >= 1000/s   | throughput  | GREATER_OR_EQUAL | 1000     | RATE",
                "rate >= 99%            | rate        | GREATER_OR_EQUAL | 0.99     | SHARE",
                "late starts <= 1%      | late starts | LESS_OR_EQUAL    | 0.01     | SHARE",
                "allocation <= 64B      | allocation  | LESS_OR_EQUAL    | 64       | BYTES",
                "allocation <= 64B/op   | allocation  | LESS_OR_EQUAL    | 64       | BYTES_PER_OPERATION",
                "heap growth < 10MB/h   | heap growth | LESS             | 10485760 | BYTES_PER_HOUR",
                "heap < 30MB            | heap        | LESS             | 31457280 | BYTES",
                "threads <= 50          | threads     | LESS_OR_EQUAL    | 50       | COUNT",
                "gc pause p99 < 50ms    | gc pause p99| LESS             | 5E7      | TIME",
                "cpu <= 80%             | cpu         | LESS_OR_EQUAL    | 0.8      | SHARE",
                "cache hit ratio >= 98% | cache hit ratio | GREATER_OR_EQUAL | 0.98 | SHARE",
            })
    void objectives(String text, String metric, Operator operator, double limit, Unit unit) {
        Objective objective = Objectives.parse(text);

        assertThat(objective.metric().label()).isEqualTo(metric);
        assertThat(objective.operator()).isEqualTo(operator);
        assertThat(objective.limit().value()).isEqualTo(limit, org.assertj.core.data.Offset.offset(1e-9));
        assertThat(objective.limit().unit()).isEqualTo(unit);
        assertThat(objective.operation()).isNull();
        assertThat(objective.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "p95 < 5ms for get        | get       | 5ms",
                "threads < 5 for put      | put       | 5",
                "success >= 99% for a b c | a b c     | 99%",
                "throughput > 10/s for x  | x         | 10/s",
            })
    void objectivesOfOneOperation(String text, String operation, String limit) {
        Objective objective = Objectives.parse(text);

        assertThat(objective.operation()).isEqualTo(operation);
        assertThat(objective.limit().text()).isEqualTo(limit);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                   | 0  | expected a metric: an objective such as \"p99 < 10ms\"",
                "p99                  | 3  | expected one of <, <=, >, >=, == and a value: an objective such as \"p99 < 10ms\"",
                "p99 << 10ms          | 4  | expected one of <, <=, >, >=, ==",
                "p99 <                | 5  | expected a value such as 10ms, 99.5%, 1000/s or 64KB",
                "p100 < 1s            | 1  | expected a quantile between p0 and p100, such as p50, p99 or p99.9",
                "p0 < 1s              | 1  | expected a quantile between p0 and p100, such as p50, p99 or p99.9",
                "p99 < 10             | 6  | p99 is compared with a duration such as 10ms",
                "p99 < 10%            | 6  | p99 is compared with a duration such as 10ms",
                "success >= 101%      | 11 | a percentage is at most 100%",
                "success >= 5ms       | 11 | success is compared with a percentage such as 99.5%",
                "errors < 5ms         | 9  | errors is compared with a percentage such as 99.5% or a number",
                "throughput > 10/x    | 16 | expected a unit of time: s, m or h",
                "p99 < 10 parsecs     | 9  | expected a unit such as ms, s, %, /s, KB or MB",
                "p99 < 10ms on get    | 11 | expected the end or \"for OPERATION\"",
                "< 10ms               | 0  | expected a metric: an objective such as \"p99 < 10ms\"",
            })
    void wrongObjectives(String text, int position, String problem) {
        assertThatThrownBy(() -> Objectives.parse(text)).hasMessage(caret(problem, text, position));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"3210000 | 3.21 ms", "999 | 999 ns", "1500 | 1.50 µs", "12000000000 | 12 s", "61500000000 | 61.5 s"
            })
    void rendersTimes(double nanos, String expected) {
        assertThat(Durations.render(nanos)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"16 | 16 B", "3277 | 3.20 KiB", "1073741824 | 1 GiB"})
    void rendersSizes(double bytes, String expected) {
        assertThat(Sizes.render(bytes)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"1 | 100%", "0.995 | 99.5%", "0.5 | 50%", "0.99999 | 99.999%", "0 | 0%", "0.0123 | 1.23%"})
    void rendersShares(double share, String expected) {
        assertThat(Rendering.percent(share)).isEqualTo(expected);
    }

    @Test
    void rendersNumbersTheSameEverywhere() {
        assertThat(Rendering.number(12345)).isEqualTo("12,345");
        assertThat(Rendering.number(0.25)).isEqualTo("0.25");
        assertThat(Rates.render(1000)).isEqualTo("1,000/s");
    }

    private static String caret(String problem, String text, int position) {
        String newLine = System.lineSeparator();
        return problem + newLine + "    " + text + newLine + "    " + " ".repeat(position) + "^";
    }
}
