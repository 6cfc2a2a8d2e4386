package io.wringer.extension.leak.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every broken use is caught and named, every correct one passes. */
class PairTests {

    private static final Map<String, String> SHORT = Map.of("wringer.leak.budget", "300ms");

    @ParameterizedTest
    @MethodSource("io.wringer.extension.leak.pairs.PairCase#all")
    void namesWhatLeaksAndWhatHoldsIt(PairCase pair) throws Throwable {
        PairRun run = PairRun.ofBroken(pair, SHORT);

        assertThat(run.failures()).as(run.everything()).isNotEmpty();
        assertThat(run.text()).contains(pair.expected().says());
    }

    @ParameterizedTest
    @MethodSource("io.wringer.extension.leak.pairs.PairCase#all")
    void saysNothingAgainstTheCorrectUse(PairCase pair) throws Throwable {
        PairRun run = PairRun.ofClean(pair, SHORT);

        assertThat(run.failures()).as(run.everything()).isEmpty();
        assertThat(run.inconclusive()).as(run.everything()).isEmpty();
    }
}
