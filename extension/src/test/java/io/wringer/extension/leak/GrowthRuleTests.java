package io.wringer.extension.leak;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.extension.leak.Series.Measure;
import io.wringer.leak.Resource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers of real runs, and whether they are a leak. */
class GrowthRuleTests {

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                // the class loading of a clean body, which dies away
                "[B                | 30 1030 2030 4060 8120 | 38 27 6 3       | false",
                "java.lang.String  | 30 1030 2030 4060 8120 | 140 29 7 20     | false",
                // a library that a thread in the background loads while a suspicion is confirmed
                "java.lang.String  | 0 783 1535 3071 6142   | 23 20 54 5540   | false",
                "java.lang.String  | 0 783 1535 3071 6142   | 423 400 900 9540 | false",
                // one byte[] per iteration, with noise, and one in twenty, which only walks tell from it
                "[B                | 30 1030 2030 4060 8120 | 938 1027 2006 4103 | true",
                "[B                | 30 1030 2030 4060 8120 | 38 97 103 205   | false",
                // one object of the user's own per iteration, one in twenty, and a cache that is full after 500
                "com.acme.Session  | 30 1030 2030 4060 8120 | 1000 1000 2030 4060 | true",
                "com.acme.Session  | 30 1030 2030 4060 8120 | 50 50 101 203   | true",
                "com.acme.Entry    | 30 1030 2030 4060 8120 | 470 0 0 0       | false",
            })
    void tellsALeakFromNoiseByCounts(String name, String at, String increments, boolean leak) {
        Series series = new Series(Resource.HEAP, name, Measure.INSTANCES, numbers(at), values(numbers(increments)));

        assertThat(GrowthRule.goesOn(series)).isEqualTo(leak);
    }

    @ParameterizedTest(name = "{1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "1031 2030 4060 8120 | 1000 2030 4060 | true",
                // one in twenty, by chance
                "1031 2030 4060 8120 | 44 112 198     | true",
                // what dies away, comes all at once, or is full
                "1031 2030 4060 8120 | 44 40 20       | false",
                "1031 2030 4060 8120 | 44 112 2198    | false",
                "1031 2030 4060 8120 | 970 1000 0     | false",
                "1031 2030 4060 8120 | 3 6 12         | false",
                // few iterations, by hand
                "4 8 16              | 4 8            | true",
            })
    void tellsALeakByWalks(String at, String increments, boolean leak) {
        assertThat(GrowthRule.accumulates(longs(values(numbers(increments))), ints(numbers(at))))
                .isEqualTo(leak);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {"500 4 | true", "500 3 | false", "3 500 | false", "4 -1 | false"})
    void tellsWhatGrowsEachTime(String increments, boolean each) {
        assertThat(GrowthRule.growsEachTime(longs(values(numbers(increments))), LeakSpec.WINDOWS))
                .isEqualTo(each);
    }

    @ParameterizedTest(name = "{1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                // 13 characters per iteration: capacities of a string builder
                "12 61 122 244 488  | 574 1152 2304 4608 | true",
                "12 61 122 244 488  | 574 1152 0 0       | false",
                "1031 2030 4060 8120 | 600 1200 2400     | false",
                "20 41 61 122 244    | 16384 0 32768 65536 | true",
                "20 41 61 122 244    | 16384 0 0 65536   | false",
                "20 41 61 122 244    | 16384 0 32768 0   | false",
            })
    void tellsAnArrayThatSwells(String at, String increments, boolean leak) {
        assertThat(GrowthRule.swells(longs(values(numbers(increments))), ints(numbers(at))))
                .isEqualTo(leak);
    }

    private static List<Long> values(List<Integer> increments) {
        List<Long> values = new ArrayList<>();
        long value = 1_000;
        values.add(value);
        for (int increment : increments) {
            value += increment;
            values.add(value);
        }
        return values;
    }

    private static long[] longs(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).toArray();
    }

    private static int[] ints(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }

    private static List<Integer> numbers(String text) {
        return Arrays.stream(text.split(" ", -1))
                .flatMap(part -> part.isEmpty() ? Stream.empty() : Stream.of(Integer.valueOf(part)))
                .toList();
    }
}
