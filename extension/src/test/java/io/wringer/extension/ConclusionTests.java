package io.wringer.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.wringer.WringerFailedError;
import io.wringer.extension.verdict.Finding;
import io.wringer.extension.verdict.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** What a verdict and the user's own exception become together. */
class ConclusionTests {

    private static final IllegalStateException FIRST = new IllegalStateException("first");
    private static final IllegalStateException SECOND = new IllegalStateException("second");
    private static final Finding FAILURE = Finding.failure(
                    "leak", "com.acme.Session", "1 com.acme.Session per iteration")
            .with("static com.acme.Registry.sessions")
            .causedBy(FIRST)
            .causedBy(SECOND);
    private static final Finding DOUBT = Finding.inconclusive("stress", "p99", "p99 may be 9 ms or 11 ms");
    private static final Finding NOTE = Finding.note("leak", "descriptors", "descriptors can't be counted here");

    @Test
    void notesDoNotFail() {
        assertThatCode(() -> conclude(null, false, NOTE)).doesNotThrowAnyException();
    }

    @Test
    void aFailureCarriesTheOriginalThrowables() {
        Throwable thrown = catchThrowable(() -> conclude(null, false, NOTE, DOUBT, FAILURE));

        assertThat(thrown)
                .isInstanceOf(WringerFailedError.class)
                .hasCause(FIRST)
                .hasSuppressedException(SECOND)
                .hasMessageStartingWith("1 com.acme.Session per iteration")
                .hasMessageContaining("static com.acme.Registry.sessions")
                .hasMessageContaining("mvn test -Dtest=X#y -Dwringer.seed=42")
                .hasMessageContaining(FAILURE.fingerprint());
    }

    @Test
    void doubtAborts() {
        assertThat(catchThrowable(() -> conclude(null, false, DOUBT)))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageStartingWith("p99 may be 9 ms or 11 ms");
    }

    @Test
    void doubtFailsOnRequest() {
        assertThat(catchThrowable(() -> conclude(null, true, DOUBT)))
                .isInstanceOf(WringerFailedError.class)
                .hasMessageStartingWith("p99 may be 9 ms or 11 ms");
    }

    @Test
    void theUsersOwnExceptionIsNeverLost() {
        AssertionError own = new AssertionError("own");

        Throwable thrown = catchThrowable(() -> conclude(own, false, FAILURE));

        assertThat(thrown).isSameAs(own);
        assertThat(own.getSuppressed()).hasSize(1).allMatch(WringerFailedError.class::isInstance);
    }

    @Test
    void theUsersOwnExceptionStandsAloneWithoutAFailure() {
        TestAbortedException own = new TestAbortedException("no database");

        assertThat(catchThrowable(() -> conclude(own, true, NOTE))).isSameAs(own);
        assertThat(own.getSuppressed()).isEmpty();
    }

    @Test
    void fingerprintsStayTheSame() {
        Finding again = Finding.failure("leak", "com.acme.Session", "2 com.acme.Session per iteration");

        assertThat(again.fingerprint()).isEqualTo(FAILURE.fingerprint()).hasSize(12);
        assertThat(DOUBT.fingerprint()).isNotEqualTo(FAILURE.fingerprint());
    }

    private static void conclude(@Nullable Throwable thrown, boolean failInconclusive, Finding... findings)
            throws Throwable {
        Conductor.conclude(
                Verdict.of(List.of(findings)), thrown, "mvn test -Dtest=X#y -Dwringer.seed=42", failInconclusive);
    }
}
