package io.wringer.extension.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wringer.WringerConfigurationException;
import io.wringer.leak.Resource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every mistake of a user is told with element, annotation, attribute, value and remedy. */
class LeakSpecTests {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "iterations=4             | 4 is too few: a leak shows as growth in each of 4 windows",
                "iterations=10, warmup=8  | iterations = 10 leaves fewer than 4 iterations after warmup = 8.",
                "iterations=ten           | \"ten\" can't be read: expected a whole number",
                "budget=0s                | no time to repeat anything",
                "budget=soon              | \"soon\" can't be read",
                "growth=lots              | \"lots\" can't be read",
                "watch=HEAPS              | HEAPS",
                "watch=HEAP, except=LOCKS | LOCKS is not watched anyway",
                "watch=HEAP, except=HEAP  | nothing is left to watch",
                "ignore=com acme          | \"com acme\" is no pattern of class or field names",
                "lifecycle=HALF           | HALF",
            })
    void refuses(String overrides, String problem) {
        assertThatExceptionOfType(WringerConfigurationException.class)
                .isThrownBy(() -> Bodies.spec(parsed(overrides)))
                .withMessageContaining("@LeakFree on com.acme.CartTest.checkout()")
                .withMessageContaining(overrides.substring(0, overrides.indexOf('=')))
                .withMessageContaining(problem);
    }

    @Test
    void refusesADumpThatIsNeitherTrueNorFalse() {
        assertThatExceptionOfType(WringerConfigurationException.class)
                .isThrownBy(() -> Bodies.spec(Map.of("wringer.leak.dump", "maybe")))
                .withMessage("The value \"maybe\" of wringer.leak.dump is neither true nor false."
                        + " Write for example -Dwringer.leak.dump=true.");
    }

    @Test
    void takesTheNumbersAsTheyAre() {
        LeakSpec spec = Bodies.spec(parsed("iterations=60, warmup=20, growth=64KB, except=LOCKS"));

        assertThat(spec.iterations()).hasValue(60);
        assertThat(spec.windowOf(60)).isEqualTo(10);
        assertThat(spec.growth()).isEqualTo(64 << 10);
        assertThat(spec.watches(Resource.HEAP)).isTrue();
        assertThat(spec.watches(Resource.LOCKS)).isFalse();
        assertThat(spec.budgetBinds()).isFalse();
    }

    @Test
    void scalingNeverTakesAWindowAway() {
        assertThat(Bodies.spec(Map.of("wringer.leak.iterations", "60", "wringer.scale", "0.01"))
                        .iterations())
                .hasValue(5);
    }

    private static Map<String, String> parsed(String overrides) {
        Map<String, String> keys = new HashMap<>();
        for (String override : overrides.split(", ")) {
            String[] parts = override.split("=");
            keys.put("wringer.leak." + parts[0], parts[1]);
        }
        return keys;
    }
}
