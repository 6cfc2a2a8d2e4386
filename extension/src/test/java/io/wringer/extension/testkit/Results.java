package io.wringer.extension.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.Assertions;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.EventType;
import org.junit.platform.testkit.engine.Events;

/** What became of a run of fixtures. */
public final class Results {

    private final EngineExecutionResults results;

    Results(EngineExecutionResults results) {
        this.results = results;
    }

    /** Returns the events of tests and invocations. */
    public Events tests() {
        return results.testEvents();
    }

    /** Returns the events of classes and templates. */
    public Events containers() {
        return results.containerEvents();
    }

    /** Asserts how many tests succeeded, failed and were aborted. */
    public Results assertCounts(int succeeded, int failed, int aborted) {
        assertThat(List.of(
                        tests().succeeded().count(),
                        tests().failed().count(),
                        tests().aborted().count()))
                .as("succeeded, failed, aborted; failures: %s", failures())
                .containsExactly((long) succeeded, (long) failed, (long) aborted);
        return this;
    }

    /** Asserts that everything passed. */
    public Results assertAllPassed() {
        assertThat(failures()).isEmpty();
        assertThat(tests().aborted().count()).isZero();
        assertThat(tests().succeeded().count()).isPositive();
        return this;
    }

    /** Returns assertions on the throwable of the only failed test or container. */
    public AbstractThrowableAssert<?, ? extends Throwable> assertFailure() {
        return Assertions.assertThat(failure());
    }

    /** Returns assertions on the message of the only failed test or container. */
    public AbstractStringAssert<?> assertFailureMessage() {
        return Assertions.assertThat(failure().getMessage());
    }

    /** Returns the throwable of the only failed test or container. */
    public Throwable failure() {
        List<Throwable> failures = failures();
        assertThat(failures).as("failures").hasSize(1);
        return failures.get(0);
    }

    /** Returns the throwables of all failed tests and containers, in the order in which they finished. */
    public List<Throwable> failures() {
        return throwables(TestExecutionResult.Status.FAILED);
    }

    /** Returns the reasons of all aborted tests and containers. */
    public List<Throwable> aborts() {
        return throwables(TestExecutionResult.Status.ABORTED);
    }

    private List<Throwable> throwables(TestExecutionResult.Status status) {
        return results.allEvents()
                .filter(event -> event.getType() == EventType.FINISHED)
                .map(Results::result)
                .filter(result -> result.getStatus() == status)
                .map(result -> result.getThrowable().orElseThrow())
                .toList();
    }

    /** Returns the display names of all started tests, in the order of their start. */
    public List<String> startedTests() {
        return tests().started()
                .map(event -> event.getTestDescriptor().getDisplayName())
                .toList();
    }

    /** Returns the unique ids of all started tests. */
    public List<String> uniqueIds() {
        return tests().started()
                .map(event -> event.getTestDescriptor().getUniqueId().toString())
                .toList();
    }

    private static TestExecutionResult result(Event event) {
        return event.getRequiredPayload(TestExecutionResult.class);
    }
}
