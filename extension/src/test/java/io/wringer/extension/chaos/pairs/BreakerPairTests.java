package io.wringer.extension.chaos.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.wringer.chaos.Chaos;
import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Resilience4j: the protected service fails nearly always, and recovers. */
class BreakerPairTests extends PairTests {

    static class Backend {
        String price() throws IOException {
            return "42";
        }
    }

    abstract static class Shop {

        private final Backend backend = new Backend();
        private final CircuitBreaker breaker = CircuitBreaker.of(
                "prices",
                configure(CircuitBreakerConfig.custom())
                        .slidingWindowSize(4)
                        .minimumNumberOfCalls(4)
                        .permittedNumberOfCallsInHalfOpenState(2)
                        .build());

        abstract CircuitBreakerConfig.Builder configure(CircuitBreakerConfig.Builder config);

        @Test
        @ChaosFault(
                fault = Fault.EXCEPTION,
                exception = IOException.class,
                type = Backend.class,
                method = "price",
                probability = 0.9)
        void sparesABackendThatIsDown(Chaos chaos) {
            for (int i = 0; i < 20; i++) {
                assertThat(price()).isIn("42", "unknown");
            }
            assertThat(breaker.getState()).as("breaker").isEqualTo(CircuitBreaker.State.OPEN);
            chaos.heal();
            breaker.transitionToHalfOpenState();
            assertThat(price()).isEqualTo("42");
            assertThat(price()).isEqualTo("42");
            assertThat(breaker.getState()).as("breaker").isEqualTo(CircuitBreaker.State.CLOSED);
        }

        private String price() {
            try {
                return breaker.executeCallable(backend::price);
            } catch (Exception e) {
                return "unknown";
            }
        }
    }

    static class Ignoring extends Shop {
        @Override
        CircuitBreakerConfig.Builder configure(CircuitBreakerConfig.Builder config) {
            return config.ignoreExceptions(IOException.class);
        }
    }

    static class Counting extends Shop {
        @Override
        CircuitBreakerConfig.Builder configure(CircuitBreakerConfig.Builder config) {
            return config.recordExceptions(IOException.class);
        }
    }

    @Override
    Class<?> broken() {
        return Ignoring.class;
    }

    @Override
    Class<?> robust() {
        return Counting.class;
    }

    @Override
    String failure() {
        return "breaker.*expected: OPEN.*but was: CLOSED";
    }

    @Override
    String cause() {
        return "chaos: EXCEPTION at .*Backend.price fired [0-9]+ times";
    }
}
