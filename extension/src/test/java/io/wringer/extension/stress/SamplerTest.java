package io.wringer.extension.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class SamplerTest {

    private static final long SECOND = 1_000_000_000;

    private final Totals totals = new Totals(1);

    private void completed(long operations) {
        Histogram latencies = new Histogram(Latencies.DIGITS);
        latencies.recordValueWithCount(1000, operations);
        totals.operation(0).add(latencies, null, 1);
    }

    @Test
    void aShortRestBelongsToTheSecondBefore() {
        try (Sampler sampler = new Sampler(totals, new ProcessProbe(new long[0], 0), Map.of())) {
            completed(100);
            sampler.sample(SECOND);
            completed(90);
            sampler.sample(2 * SECOND);
            completed(2);
            sampler.sample(2 * SECOND + SECOND / 50);
            assertThat(sampler.seconds()).extracting(Second::count).containsExactly(100L, 92L);
            assertThat(sampler.seconds()).extracting(Second::failures).containsExactly(1L, 2L);
            assertThat(sampler.seconds()).extracting(Second::nanos).containsExactly(SECOND, SECOND + SECOND / 50);
            assertThat(sampler.seconds().get(1).endNanos()).isEqualTo(2 * SECOND + SECOND / 50);
        }
    }

    @Test
    void aLongRunKeepsAFewHundredIntervalsAndLosesNoOperation() {
        try (Sampler sampler = new Sampler(totals, new ProcessProbe(new long[0], 0), Map.of())) {
            for (int second = 1; second <= 5000; second++) {
                completed(3);
                sampler.sample(second * SECOND);
            }
            assertThat(sampler.seconds()).hasSizeBetween(300, 600);
            assertThat(sampler.seconds().stream().mapToLong(Second::count).sum())
                    .isEqualTo(15_000);
            assertThat(sampler.seconds().stream().mapToLong(Second::nanos).sum())
                    .isEqualTo(5000 * SECOND);
        }
    }
}
