package io.wringer.extension.assertj;

import io.wringer.extension.grammar.Durations;
import java.time.Duration;
import java.util.function.IntPredicate;
import org.apiguardian.api.API;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions about one latency; each returns to the assertion it came from.
 *
 * @param <S> the type of the assertion it came from
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class LatencyAssert<S> extends AbstractAssert<LatencyAssert<S>, Duration> {

    private final S origin;
    private final String subject;

    LatencyAssert(Duration actual, S origin, String subject) {
        super(actual, LatencyAssert.class);
        this.origin = origin;
        this.subject = subject;
    }

    /**
     * Asserts that the latency is below a limit.
     *
     * @param limit for example {@code "10ms"}
     * @return the assertion it came from
     */
    public S isLessThan(String limit) {
        return compare("less than", limit, comparison -> comparison < 0);
    }

    /**
     * Asserts that the latency is not above a limit.
     *
     * @param limit for example {@code "10ms"}
     * @return the assertion it came from
     */
    public S isAtMost(String limit) {
        return compare("at most", limit, comparison -> comparison <= 0);
    }

    /**
     * Asserts that the latency is above a limit.
     *
     * @param limit for example {@code "10ms"}
     * @return the assertion it came from
     */
    public S isGreaterThan(String limit) {
        return compare("greater than", limit, comparison -> comparison > 0);
    }

    private S compare(String relation, String limit, IntPredicate holds) {
        Duration parsed = Durations.parse(limit);
        if (!holds.test(actual.compareTo(parsed))) {
            failWithMessage(
                    "Expected %s to be %s %s but was %s", subject, relation, limit, Durations.render(actual.toNanos()));
        }
        return origin;
    }
}
