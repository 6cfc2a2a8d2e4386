package io.wringer.extension.chaos.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.extension.testkit.Fixtures;
import io.wringer.extension.testkit.Results;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs a broken and a robust variant of user code as their users would, with ten seeds each. */
@Timeout(120)
abstract class PairTests {

    private static final int SEEDS = 10;

    @TempDir
    private Path results;

    /** Returns the test that must fail. */
    abstract Class<?> broken();

    /** Returns the test that must pass. */
    abstract Class<?> robust();

    /** Returns what the failure says by itself; a regular expression. */
    abstract String failure();

    /** Returns what is noted on the failure: which fault struck, and how often; a regular expression. */
    abstract String cause();

    Fixtures fixtures() {
        return Fixtures.into(results);
    }

    @Test
    void theBrokenVariantIsCaughtWithEverySeed() {
        for (int seed = 1; seed <= SEEDS; seed++) {
            int run = seed;
            Results caught = run(broken(), seed).assertCounts(0, 1, 0);
            assertThat(caught.failure().getMessage()).as("seed %d", seed).containsPattern("(?s)" + failure());
            assertThat(caught.failure().getSuppressed())
                    .as("notes, seed %d", seed)
                    .anySatisfy(note -> assertThat(note.getMessage())
                            .containsPattern(cause())
                            .contains("Reproduce: mvn test -Dtest='" + name(broken()) + "#")
                            .endsWith("-Dwringer.seed=" + run));
        }
    }

    @Test
    void theRobustVariantPassesWithEverySeed() {
        for (int seed = 1; seed <= SEEDS; seed++) {
            run(robust(), seed).assertAllPassed();
        }
    }

    private static String name(Class<?> nested) {
        return nested.getName().substring(nested.getPackageName().length() + 1);
    }

    private Results run(Class<?> variant, int seed) {
        return fixtures().with("wringer.seed", String.valueOf(seed)).run(variant);
    }
}
