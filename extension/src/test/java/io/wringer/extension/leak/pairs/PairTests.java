package io.wringer.extension.leak.pairs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every broken use is caught and named, every correct one passes. */
class PairTests {

    /** Numbers instead of a budget, so that a busy machine changes nothing. */
    static final Map<String, String> SHORT =
            Map.of("wringer.leak.iterations", "60", "wringer.leak.warmup", "20");

    @ParameterizedTest
    @MethodSource("io.wringer.extension.leak.pairs.PairCase#selected")
    void namesWhatLeaksAndWhatHoldsIt(PairCase pair) throws Throwable {
        assumeThat(pair.expected().awaits()).isEmpty();
        PairRun run = PairRun.ofBroken(pair, SHORT);

        assertThat(run.failures()).as(run.everything()).isNotEmpty();
        assertThat(run.text()).contains(pair.expected().says());
    }

    @ParameterizedTest
    @MethodSource("io.wringer.extension.leak.pairs.PairCase#selected")
    void saysNothingAgainstTheCorrectUse(PairCase pair) throws Throwable {
        PairRun run = PairRun.ofClean(pair, SHORT);

        assertThat(run.failures()).as(run.everything()).isEmpty();
        assertThat(run.inconclusive()).as(run.everything()).isEmpty();
    }
}
