package io.wringer.extension;

import io.wringer.Slo;
import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.FaultyLink;
import io.wringer.extension.chaos.ChaosSpec;
import io.wringer.extension.config.Attributes;
import io.wringer.extension.config.Settings;
import io.wringer.extension.leak.LeakSpec;
import io.wringer.extension.stress.StressSpec;
import io.wringer.leak.LeakFree;
import io.wringer.stress.StressTest;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The checked specs of all lenses of one test; immutable.
 *
 * @param leak what {@code @LeakFree} asks for, or {@code null}
 * @param repeated whether the leak check repeats the body: it stands on the method, or asks for iterations
 * @param stress what {@code @StressTest} and {@code @Slo} ask for, or {@code null}
 * @param chaos what each {@code @ChaosFault} asks for
 * @param links whether a parameter is a faulty link
 */
record RunPlan(
        @Nullable LeakSpec leak, boolean repeated, @Nullable StressSpec stress, List<ChaosSpec> chaos, boolean links) {

    /** Parses every annotation that is in force for a test; raises all configuration errors. */
    static RunPlan parse(Method method, Class<?> testClass, Settings settings) {
        CombinationRules.checkTest(method);
        Attributes leak = TestElements.nearest(method, testClass, LeakFree.class)
                .map(found -> attributes(found, settings))
                .orElse(null);
        boolean onMethod = TestElements.isOn(method, LeakFree.class);
        return new RunPlan(
                leak == null ? null : LeakSpec.parse(leak),
                leak != null && (onMethod || leak.isGiven("iterations")),
                stress(method, testClass, settings),
                TestElements.all(method, testClass, ChaosFault.class).stream()
                        .map(found -> ChaosSpec.parse(attributes(found, settings)))
                        .toList(),
                List.of(method.getParameterTypes()).contains(FaultyLink.class));
    }

    boolean isEmpty() {
        return leak == null && stress == null && !needsChaos();
    }

    /** Tells whether anything is to be injected, be it at a method or on a link. */
    boolean needsChaos() {
        return links || !chaos.isEmpty();
    }

    private static @Nullable StressSpec stress(Method method, Class<?> testClass, Settings settings) {
        List<Attributes> objectives = TestElements.all(method, testClass, Slo.class).stream()
                .map(found -> attributes(found, settings))
                .toList();
        return TestElements.nearest(method, testClass, StressTest.class)
                .map(found -> StressSpec.parse(attributes(found, settings), objectives))
                .orElse(null);
    }

    private static Attributes attributes(TestElements.Found<?> found, Settings settings) {
        return Attributes.of(found.annotation(), TestElements.describe(found.element()), settings);
    }
}
