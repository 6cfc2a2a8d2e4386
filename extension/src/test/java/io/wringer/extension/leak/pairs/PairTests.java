package io.wringer.extension.leak.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every broken use is caught and named, every correct one passes.
 *
 * <p>{@code -Dpairs=ordinary}, as {@code .ci/run} does on JDK 25, runs a pair or more of most libraries, {@code -Dpairs=all} runs all.
 */
@EnabledIfSystemProperty(named = "pairs", matches = "ordinary|all")
class PairTests {

    @ParameterizedTest
    @MethodSource("io.wringer.extension.leak.pairs.PairCase#selected")
    void namesWhatLeaksAndWhatHoldsIt(PairCase pair) throws Throwable {
        PairRun run = PairRun.ofBroken(pair, pair.numbers());

        assertThat(run.failures()).as(run.everything()).isNotEmpty();
        assertThat(run.text()).contains(pair.expected().says());
    }

    @ParameterizedTest
    @MethodSource("io.wringer.extension.leak.pairs.PairCase#selected")
    void saysNothingAgainstTheCorrectUse(PairCase pair) throws Throwable {
        PairRun run = PairRun.ofClean(pair, pair.numbers());

        assertThat(run.said()).as(run.everything()).isEmpty();
    }
}
