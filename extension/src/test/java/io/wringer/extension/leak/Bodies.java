package io.wringer.extension.leak;

import io.wringer.extension.config.Attributes;
import io.wringer.extension.config.Settings;
import io.wringer.extension.run.Outcome;
import io.wringer.extension.run.RunContext;
import io.wringer.extension.run.TestBody;
import io.wringer.extension.verdict.Finding;
import io.wringer.extension.verdict.Severity;
import io.wringer.leak.LeakFree;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Drives a leak session as the conductor does, without JUnit around it. */
final class Bodies {

    private Bodies() {}

    /** Code that may throw anything. */
    interface Code {
        void run() throws Throwable;
    }

    @LeakFree
    static void defaults() {}

    static LeakSpec spec(Map<String, String> overrides) {
        return LeakSpec.parse(attributes(overrides));
    }

    static Attributes attributes(Map<String, String> overrides) {
        try {
            LeakFree annotation = Bodies.class.getDeclaredMethod("defaults").getAnnotation(LeakFree.class);
            Settings settings = Settings.of(key -> Optional.ofNullable(overrides.get(key)));
            return Attributes.of(annotation, "com.acme.CartTest.checkout()", settings);
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    static Outcome repeat(@Nullable Object instance, Code code) throws Throwable {
        return repeat(Map.of(), instance, code);
    }

    static Outcome repeat(Map<String, String> overrides, @Nullable Object instance, Code code) throws Throwable {
        try (LeakSession session = session(overrides)) {
            return session.repeat(body(instance, code), body(instance, code));
        }
    }

    static LeakSession session(Map<String, String> overrides) {
        return LeakSession.create(spec(overrides), new RunContext("[test]", "CartTest.checkout", 42, false));
    }

    static TestBody body(@Nullable Object instance, Code code) {
        return new CodeBody(instance, code);
    }

    static List<Finding> failures(Outcome outcome) {
        return outcome.findings().stream()
                .filter(finding -> finding.severity() == Severity.FAILURE)
                .toList();
    }

    /** Returns all that was said, notes included, but for what this JVM or this system can't watch. */
    static List<Finding> said(Outcome outcome) {
        Object notWatched = outcome.observations().facts().get("notWatched");
        return outcome.findings().stream()
                .filter(finding -> !((Collection<?>) notWatched).contains(finding.headline()))
                .toList();
    }

    static String text(Outcome outcome) {
        return outcome.findings().stream()
                .map(finding -> finding.severity() + " " + finding.headline() + "\n  "
                        + String.join("\n  ", finding.evidence()))
                .collect(Collectors.joining("\n"));
    }

    private record CodeBody(@Nullable Object testInstance, Code code) implements TestBody {
        @Override
        public @Nullable Object call() throws Throwable {
            code.run();
            return null;
        }

        @Override
        public MethodHandle handle() {
            throw new UnsupportedOperationException("not needed");
        }

        @Override
        public Method method() {
            throw new UnsupportedOperationException("not needed");
        }

        @Override
        public @Nullable Object instance() {
            return testInstance;
        }

        @Override
        public List<@Nullable Object> arguments() {
            return List.of();
        }
    }
}
