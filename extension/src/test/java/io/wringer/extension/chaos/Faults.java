package io.wringer.extension.chaos;

import io.wringer.chaos.ChaosFault;
import io.wringer.extension.config.Attributes;
import io.wringer.extension.config.Settings;
import io.wringer.extension.run.Outcome;
import io.wringer.extension.run.RunContext;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.platform.commons.support.AnnotationSupport;

/** Opens sessions for the annotations of a fixture's method, as the conductor does for a test. */
final class Faults {

    static final long SEED = 42;

    private final Method method;
    private final RunContext context;
    private final Map<String, String> settings;

    private Faults(Method method, RunContext context, Map<String, String> settings) {
        this.method = method;
        this.context = context;
        this.settings = settings;
    }

    static Faults of(Class<?> fixture, String method) {
        Method found = Stream.of(fixture.getDeclaredMethods())
                .filter(candidate -> candidate.getName().equals(method))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(method));
        return new Faults(found, new RunContext("[engine:x]/[method:" + method + "()]", method, SEED, false), Map.of());
    }

    Faults seeded(long seed) {
        return new Faults(
                method, new RunContext(context.uniqueId(), context.displayName(), seed, context.parallel()), settings);
    }

    Faults parallel() {
        return new Faults(
                method, new RunContext(context.uniqueId(), context.displayName(), context.seed(), true), settings);
    }

    /** Returns the same faults with overrides. */
    Faults with(Map<String, String> overrides) {
        return new Faults(method, context, overrides);
    }

    Method method() {
        return method;
    }

    List<ChaosSpec> specs() {
        return AnnotationSupport.findRepeatableAnnotations(method, ChaosFault.class).stream()
                .map(fault -> ChaosSpec.parse(Attributes.of(
                        fault, method.getDeclaringClass().getSimpleName() + "." + method.getName() + "()", settings())))
                .toList();
    }

    ChaosSession open() throws Exception {
        return ChaosSession.open(specs(), settings(), context, method.getDeclaringClass());
    }

    private Settings settings() {
        return Settings.of(key -> Optional.ofNullable(settings.get(key)));
    }

    /** Opens, starts, runs and finishes. */
    Outcome run(Body body) throws Exception {
        try (ChaosSession session = open()) {
            session.start();
            body.run(session);
            return session.finish();
        }
    }

    @FunctionalInterface
    interface Body {
        void run(ChaosSession session) throws Exception;
    }

    static List<String> headlines(Outcome outcome) {
        return outcome.findings().stream().map(finding -> finding.headline()).toList();
    }

    static ChaosObservations.OfFault fault(Outcome outcome, int index) {
        return ((ChaosObservations) outcome.observations()).faults().get(index);
    }

    @Override
    public String toString() {
        return Arrays.toString(method.getAnnotations());
    }
}
