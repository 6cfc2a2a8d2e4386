package io.wringer.benchmark.stress;

import io.wringer.extension.config.Attributes;
import io.wringer.extension.config.Settings;
import io.wringer.extension.run.Outcome;
import io.wringer.extension.run.RunContext;
import io.wringer.extension.run.TestBody;
import io.wringer.extension.stress.StressSession;
import io.wringer.extension.stress.StressSpec;
import io.wringer.stress.StressResult;
import io.wringer.stress.StressTest;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs Wringer's stress sessions as the extension does. */
final class Sessions {

    private Sessions() {}

    /** What a session measured. */
    record Measured(StressResult result, Outcome outcome) {}

    private static final class Holder {
        @StressTest
        void body() {}
    }

    /**
     * Runs a body.
     *
     * @param attributes names of attributes of {@code @StressTest} and their values, alternating
     */
    static Measured run(HandLoop.Body body, String... attributes) throws InterruptedException {
        Map<String, String> overrides = new HashMap<>();
        for (int i = 0; i < attributes.length; i += 2) {
            overrides.put("wringer.stress." + attributes[i], attributes[i + 1]);
        }
        Method method = Holder.class.getDeclaredMethods()[0];
        Settings settings = Settings.of(key -> Optional.ofNullable(overrides.get(key)));
        StressSpec spec = StressSpec.parse(
                Attributes.of(method.getAnnotation(StressTest.class), "benchmark", settings), List.of());
        try (StressSession session = StressSession.create(spec, new RunContext("", "benchmark", 1, false))) {
            Outcome outcome = session.run(body(method, body), null);
            return new Measured(session.result(), outcome);
        }
    }

    private static TestBody body(Method method, HandLoop.Body body) {
        return new TestBody() {
            @Override
            public Object call() {
                body.call();
                return null;
            }

            @Override
            public MethodHandle handle() {
                try {
                    return MethodHandles.lookup()
                            .findVirtual(HandLoop.Body.class, "call", MethodType.methodType(void.class))
                            .bindTo(body)
                            .asType(MethodType.methodType(Object.class));
                } catch (ReflectiveOperationException e) {
                    throw new AssertionError(e);
                }
            }

            @Override
            public Method method() {
                return method;
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
