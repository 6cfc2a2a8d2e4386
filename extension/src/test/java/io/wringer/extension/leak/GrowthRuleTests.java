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

/** Numbers of real runs, and whether they are a leak; four windows follow the warm-up, then the doubling stages. */
class GrowthRuleTests {

    private static final int FROM = 1;
    private static final int TO = 5;

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                // the class loading of a clean body, which dies away
                "[B                | 0 3 7 11 15 19 39 79 159          | 1666 1647 3 -1 1 38 27 6              | false",
                "java.lang.String  | 0 3 8 13 18 23 47 95 191          | 1536 1374 8 0 1 140 29 7              | false",
                "java.lang.String  | 0 3 8 13 18 23 47 95 191          | 1687 1544 8 1 0 139 47 8              | false",
                // a library that a thread in the background loads while a suspicion is confirmed
                "java.lang.String  | 0 783 971 1159 1347 1535 3071      | 6 7 1 9 23 554                      | false",
                // one byte[] per iteration beside the noise of the first window
                "[B                | 0 30 280 530 780 1030 2030 4030    | 1565 1775 253 249 250 3438 2006      | true",
                // one object of the user's own per iteration, and a cache that is full after 500
                "com.acme.Session  | 0 30 130 230 330 430 930 1930 3930 | 30 100 100 100 100 500 1000 2000     | true",
                "com.acme.Entry    | 0 30 130 230 330 430 930 1930 3930 | 30 100 100 100 100 70 0 0            | false",
            })
    void tellsALeakFromNoise(String name, String at, String increments, boolean leak) {
        Series series = series(name, numbers(at), numbers(increments));

        boolean found =
                GrowthRule.isSuspect(series, FROM, TO) && GrowthRule.isConfirmed(series, FROM, TO, series.edges() - 1);

        assertThat(found).isEqualTo(leak);
    }

    private static Series series(String name, List<Integer> at, List<Integer> increments) {
        List<Long> values = new ArrayList<>();
        long value = 0;
        values.add(value);
        for (int increment : increments) {
            value += increment;
            values.add(value);
        }
        return new Series(Resource.HEAP, name, Measure.INSTANCES, at, values);
    }

    private static List<Integer> numbers(String text) {
        return Arrays.stream(text.split(" ", -1))
                .flatMap(part -> part.isEmpty() ? Stream.empty() : Stream.of(Integer.valueOf(part)))
                .toList();
    }
}
