package io.wringer.extension.leak.pairs;

import io.wringer.extension.config.Attributes;
import io.wringer.extension.config.Settings;
import io.wringer.extension.leak.LeakSession;
import io.wringer.extension.leak.LeakSpec;
import io.wringer.extension.run.Outcome;
import io.wringer.extension.run.RunContext;
import io.wringer.extension.verdict.Finding;
import io.wringer.extension.verdict.Severity;
import io.wringer.leak.LeakFree;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What {@code @LeakFree} said about one body of a pair.
 *
 * @param outcome findings and observations
 */
record PairRun(Outcome outcome) {

    @LeakFree
    private static final class Annotated {}

    /** Checks the broken body. */
    static PairRun ofBroken(PairCase pair, Map<String, String> overrides) throws Throwable {
        try (Pair opened = pair.open()) {
            return check(PairBody.broken(opened), pair + ", broken", overrides);
        }
    }

    /** Checks the clean body. */
    static PairRun ofClean(PairCase pair, Map<String, String> overrides) throws Throwable {
        try (Pair opened = pair.open()) {
            return check(PairBody.clean(opened), pair + ", clean", overrides);
        }
    }

    /** Checks one body. */
    static PairRun of(PairBody body, Map<String, String> overrides) throws Throwable {
        return check(body, body.method().toString(), overrides);
    }

    private static PairRun check(PairBody body, String name, Map<String, String> overrides) throws Throwable {
        Settings settings = Settings.of(key -> Optional.ofNullable(overrides.get(key)));
        LeakFree annotation = Annotated.class.getAnnotation(LeakFree.class);
        LeakSpec spec = LeakSpec.parse(Attributes.of(annotation, name, settings));
        try (LeakSession session = LeakSession.create(spec, new RunContext(name, name, 1, false))) {
            return new PairRun(session.repeat(body, body));
        }
    }

    /** Returns what would fail the test. */
    List<Finding> failures() {
        return outcome.findings().stream()
                .filter(finding -> finding.severity() == Severity.FAILURE)
                .toList();
    }

    /** Returns all that was said, notes included, but for what this JVM or this system can't watch. */
    List<Finding> said() {
        Object notWatched = outcome.observations().facts().get("notWatched");
        return outcome.findings().stream()
                .filter(finding -> !((Collection<?>) notWatched).contains(finding.headline()))
                .toList();
    }

    /** Returns the failures as the user reads them. */
    String text() {
        return text(failures());
    }

    /** Returns all that was said. */
    String everything() {
        return text(outcome.findings());
    }

    private static String text(List<Finding> findings) {
        return findings.stream()
                .map(finding -> finding.severity() + " " + finding.headline() + "\n    "
                        + String.join("\n    ", finding.evidence()))
                .collect(Collectors.joining("\n"));
    }
}
