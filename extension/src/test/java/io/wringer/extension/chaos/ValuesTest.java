package io.wringer.extension.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The notation of {@code Fault.RETURN}. */
class ValuesTest {

    static Stream<Arguments> fitting() {
        return Stream.of(
                arguments("42", int.class, 42),
                arguments("-1", Long.class, -1L),
                arguments("true", boolean.class, true),
                arguments("x", char.class, 'x'),
                arguments("1.5", double.class, 1.5),
                arguments("1.50", BigDecimal.class, new BigDecimal("1.50")),
                arguments("PT3S", Duration.class, Duration.ofSeconds(3)),
                arguments("SECONDS", TimeUnit.class, TimeUnit.SECONDS),
                arguments("text", String.class, "text"),
                arguments("text", Object.class, "text"),
                arguments("", String.class, ""),
                arguments("", void.class, null),
                arguments("null", String.class, null),
                arguments("null", Integer.class, null),
                arguments("null", List.class, null),
                arguments("empty", String.class, ""),
                arguments("empty", List.class, List.of()),
                arguments("empty", Map.class, Map.of()),
                arguments("empty", Optional.class, Optional.empty()),
                arguments("empty", int[].class, new int[0]));
    }

    @ParameterizedTest
    @MethodSource("fitting")
    void readsWhatFits(String text, Class<?> type, Object value) {
        assertThat(Values.parse(text, type)).isEqualTo(value);
    }

    static Stream<Arguments> unfit() {
        return Stream.of(
                arguments("yes", boolean.class),
                arguments("null", int.class),
                arguments("42x", int.class),
                arguments("300", byte.class),
                arguments("xy", char.class),
                arguments("WEEKS", TimeUnit.class),
                arguments("42", void.class),
                arguments("42", List.class),
                arguments("empty", Thread.class));
    }

    @ParameterizedTest
    @MethodSource("unfit")
    void refusesWhatDoesNot(String text, Class<?> type) {
        assertThatThrownBy(() -> Values.parse(text, type)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void givesEachCallItsOwnOfWhatCanBeChangedOrUsedUp() {
        for (Class<?> type : List.of(Stream.class, byte[].class, CompletableFuture.class)) {
            assertThat(Values.isShareable(type)).isFalse();
            assertThat(Values.parse("empty", type)).isNotSameAs(Values.parse("empty", type));
        }
    }
}
