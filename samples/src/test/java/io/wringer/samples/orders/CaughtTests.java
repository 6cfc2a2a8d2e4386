package io.wringer.samples.orders;

import static io.wringer.samples.guide.Quotes.assertThatPagesQuote;
import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.WringerFailedError;
import java.io.IOException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import org.junit.jupiter.api.Test;

/**
 * The broken variants of the service are caught, and the message says what is wrong. Each runs as a user would run it,
 * in a JUnit of its own, so that its failure is the subject of a green test.
 */
class CaughtTests {

    @Test
    void connectionThatIsNotGivenBack() throws IOException {
        Caught caught = Caught.by(ForgetfulHistory.class);

        assertThat(caught.failure()).isInstanceOf(WringerFailedError.class);
        assertThat(caught.firstLine()) // the leak leads, not the time-out that it ends in
                .isEqualTo("+1.00 active connection per iteration (from 1 to 10)"
                        + " until the body failed at iteration 11, taken at " + ForgetfulHistory.class.getName()
                        + ".history(ForgetfulHistory.java:37)");
        assertThat(caught.message())
                .contains("lent by test instance " + ForgetfulHistory.class.getName() + " -> shop: Shop")
                .contains("the body's own exception is the cause: " + SQLTransientConnectionException.class.getName());
        assertThat(caught.failure()).hasCauseInstanceOf(SQLTransientConnectionException.class);
        assertThatPagesQuote("ForgetfulHistory", caught.message());
    }

    @Test
    void sessionsThatStayInARegistry() throws IOException {
        Caught caught = Caught.by(SessionsNeverClosed.class);

        assertThat(caught.failure()).isInstanceOf(WringerFailedError.class);
        assertThat(caught.firstLine())
                .startsWith(SessionsNeverClosed.Session.class.getName() + " accumulates: static "
                        + SessionsNeverClosed.Registry.class.getName() + ".INSTANCE -> sessions: ConcurrentHashMap");
        assertThatPagesQuote("SessionsNeverClosed", caught.message());
    }

    @Test
    void streamThatIsDropped() throws IOException {
        Caught caught = Caught.by(StreamLeftOpen.class);

        assertThat(caught.failure()).isInstanceOf(WringerFailedError.class);
        assertThat(caught.firstLine()).startsWith("unclosed file channels accumulate: +1.00 per iteration");
        assertThatPagesQuote("StreamLeftOpen", caught.message());
    }

    @Test
    void checkoutThatHoldsAConnectionWhileItWaits() throws IOException {
        Caught caught = Caught.by(OverloadedCheckout.class);

        assertThat(caught.failure()).isInstanceOf(WringerFailedError.class);
        assertThat(caught.firstLine()).matches("p99 [\\d.,]+ m?s breaks \"p99 < 100ms\": .*400 operations");
        assertThatPagesQuote("OverloadedCheckout", caught.message());
    }

    @Test
    void checkoutThatDoublesAnOrder() throws IOException {
        Caught caught = Caught.by(DoublingCheckout.class);

        assertThat(caught.failure()).isInstanceOf(AssertionError.class);
        assertThat(caught.message()).contains("[stored orders]", "Expected size: 1 but was: 2");
        assertThat(caught.failure().getSuppressed())
                .singleElement()
                .satisfies(note -> assertThat(note.getMessage())
                        .startsWith("chaos: EXCEPTION at java.sql.Connection.commit fired once")
                        .contains("Reproduce: mvn test -Dtest='DoublingCheckout#answerOfTheCommitIsLost'"));
        assertThatPagesQuote("DoublingCheckout", caught.trace());
    }

    @Test
    void checkoutThatLosesAnOrder() {
        Caught caught = Caught.by(LosingCheckout.class);

        assertThat(caught.failure()).isInstanceOf(AssertionError.class);
        assertThat(caught.message()).contains("[stored orders]", "Expected size: 1 but was: 0");
    }

    @Test
    void checkoutThatDoesNotTryAgain() {
        Caught caught = Caught.by(OutageAtCheckout.class);

        assertThat(caught.failure()) // the user's own exception comes first, as it was thrown
                .isInstanceOf(SQLTransientException.class)
                .hasMessage("the database went away");
    }
}
