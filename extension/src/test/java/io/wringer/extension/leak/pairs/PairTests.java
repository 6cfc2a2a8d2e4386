package io.wringer.extension.leak.pairs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every broken use is caught and named, every correct one passes.
 *
 * <p>Runs on request only: {@code -Dpairs=ordinary} takes one pair or more of each library, {@code -Dpairs=all} all.
 */
@EnabledIfSystemProperty(named = "pairs", matches = "ordinary|all")
class PairTests {

    @ParameterizedTest
    @MethodSource("io.wringer.extension.leak.pairs.PairCase#selected")
    void namesWhatLeaksAndWhatHoldsIt(PairCase pair) throws Throwable {
        assumeThat(pair.expected().awaits()).isEmpty();
        PairRun run = PairRun.ofBroken(pair, pair.numbers());

        assertThat(run.failures()).as(run.everything()).isNotEmpty();
        assertThat(run.text()).contains(pair.expected().says());
    }

    @ParameterizedTest
    @MethodSource("io.wringer.extension.leak.pairs.PairCase#selected")
    void saysNothingAgainstTheCorrectUse(PairCase pair) throws Throwable {
        assumeThat(pair.expected().awaits()).isEmpty();
        PairRun run = PairRun.ofClean(pair, pair.numbers());

        assertThat(run.failures()).as(run.everything()).isEmpty();
        assertThat(run.inconclusive()).as(run.everything()).isEmpty();
    }
}
