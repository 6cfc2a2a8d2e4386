package io.wringer.extension.stress;

import io.wringer.Slo;
import io.wringer.extension.config.Attributes;
import io.wringer.extension.config.Settings;
import io.wringer.extension.run.Outcome;
import io.wringer.extension.run.RunContext;
import io.wringer.extension.run.TestBody;
import io.wringer.stress.StressPlan;
import io.wringer.stress.StressTest;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/** Runs sessions as the conductor does, from the annotations of methods of a holder class. */
final class Sessions {

    private Sessions() {}

    /** Reads the annotations of the only method of this name, with overrides. */
    static StressSpec spec(Class<?> holder, String method, Map<String, String> overrides) {
        Method found = method(holder, method);
        Settings settings = Settings.of(key -> Optional.ofNullable(overrides.get(key)));
        String element = holder.getSimpleName() + "." + method + "()";
        List<Attributes> slos = Arrays.stream(found.getAnnotationsByType(Slo.class))
                .map(slo -> Attributes.of(slo, element, settings))
                .toList();
        return StressSpec.parse(Attributes.of(found.getAnnotation(StressTest.class), element, settings), slos);
    }

    static StressSpec spec(Class<?> holder, String method) {
        return spec(holder, method, Map.of());
    }

    static RunContext context() {
        return new RunContext("[test]", "test", 42, false);
    }

    static Outcome run(StressSpec spec, StressPlan.Operation body) throws InterruptedException {
        try (StressSession session = StressSession.create(spec, context())) {
            return session.run(body(body), null);
        }
    }

    static Outcome runPlan(StressSpec spec, Consumer<StressPlan> plan) throws InterruptedException {
        try (StressSession session = StressSession.create(spec, context())) {
            plan.accept(session.plan());
            return session.run(body(() -> {}), null);
        }
    }

    static StressObservations observed(Outcome outcome) {
        return (StressObservations) outcome.observations();
    }

    /** Makes a distribution of these values. */
    static Latencies latencies(long... nanos) {
        Histogram histogram = new Histogram(Latencies.DIGITS);
        for (long value : nanos) {
            histogram.recordValue(value);
        }
        return Latencies.copyOf(
                histogram,
                Arrays.stream(nanos).min().orElse(0),
                Arrays.stream(nanos).max().orElse(0));
    }

    private static Method method(Class<?> holder, String name) {
        return Arrays.stream(holder.getDeclaredMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static TestBody body(StressPlan.Operation body) {
        return new TestBody() {
            @Override
            public Object call() throws Throwable {
                body.run();
                return null;
            }

            @Override
            public MethodHandle handle() {
                try {
                    return MethodHandles.publicLookup()
                            .findVirtual(StressPlan.Operation.class, "run", MethodType.methodType(void.class))
                            .bindTo(body)
                            .asType(MethodType.methodType(Object.class));
                } catch (ReflectiveOperationException e) {
                    throw new AssertionError(e);
                }
            }

            @Override
            public Method method() {
                return Sessions.method(Sessions.class, "body");
            }

            @Override
            public Object instance() {
                return null;
            }

            @Override
            public List<Object> arguments() {
                return List.of();
            }
        };
    }
}
