package io.wringer.samples.orders;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/**
 * What a fixture that must fail was caught with.
 *
 * @param test the display name of the test
 * @param failure what JUnit was told
 */
record Caught(String test, Throwable failure) {

    /** Runs a fixture with JUnit and returns its one failure. */
    static Caught by(Class<?> fixture) {
        EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(fixture))
                .execute();
        List<Event> failed = results.allEvents().failed().list();
        if (failed.size() != 1) {
            throw new AssertionError("expected one failure in " + fixture.getSimpleName() + ", but events are: "
                    + results.allEvents().list());
        }
        return new Caught(failed.get(0).getTestDescriptor().getDisplayName(), failureOf(failed.get(0)));
    }

    private static Throwable failureOf(Event event) {
        return event.getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElseThrow();
    }

    String message() {
        return String.valueOf(failure.getMessage());
    }

    /** The failure as JUnit's reporters print it, with its stack, its cause, and what is suppressed in it. */
    String trace() {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    String firstLine() {
        return message().lines().findFirst().orElse("");
    }
}
