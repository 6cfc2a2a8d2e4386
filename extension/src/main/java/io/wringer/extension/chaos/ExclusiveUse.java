package io.wringer.extension.chaos;

import io.wringer.WringerConfigurationException;
import io.wringer.chaos.FaultScope;
import io.wringer.extension.run.RunContext;
import io.wringer.extension.run.RunningTests;
import io.wringer.extension.run.RunningTests.Alone;
import io.wringer.extension.run.RunningTests.NotAloneException;
import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** A fault for all threads must not meet a test that runs at the same time. */
final class ExclusiveUse {

    private static final Pattern METHOD = Pattern.compile("\\[(?:method|test-template):([^(\\]]+)\\(");

    private ExclusiveUse() {}

    /**
     * Makes sure that nothing runs beside faults for all threads; waits for other tests to end.
     *
     * @return the right to run alone, or null if none is needed because no fault is for all threads, JUnit runs one test
     *     at a time, or the test declares JUnit's lock
     */
    static @Nullable Alone claim(List<ChaosSpec> specs, RunContext context, Class<?> testClass) {
        ChaosSpec everywhere = specs.stream()
                .filter(spec -> spec.threads() == FaultScope.ALL)
                .findFirst()
                .orElse(null);
        if (everywhere == null || !context.parallel() || isExclusive(context, testClass)) {
            return null;
        }
        RunningTests run = RunningTests.of(context.uniqueId())
                .orElseThrow(() -> error(everywhere, "no launcher told Wringer which tests those are"));
        try {
            return run.alone(context.uniqueId());
        } catch (NotAloneException e) {
            throw error(everywhere, e.getMessage());
        }
    }

    private static WringerConfigurationException error(ChaosSpec spec, @Nullable String reason) {
        return spec.attributes()
                .error(
                        "threads = ALL strikes every thread of the JVM, JUnit runs other tests at the same time, and this test"
                                + " can't be run alone: " + reason,
                        "Add @ResourceLock(Resources.GLOBAL) or @Isolated to the test class, or use threads = ATTRIBUTED.");
    }

    private static boolean isExclusive(RunContext context, Class<?> testClass) {
        return Stream.concat(classes(testClass), methods(context, testClass)).anyMatch(ExclusiveUse::isExclusive);
    }

    private static Stream<Class<?>> classes(Class<?> testClass) {
        return Stream.iterate(testClass, type -> type != null, Class::getEnclosingClass);
    }

    private static Stream<? extends AnnotatedElement> methods(RunContext context, Class<?> testClass) {
        Matcher name = METHOD.matcher(context.uniqueId());
        return name.find()
                ? ReflectionSupport.findMethods(
                        testClass, method -> method.getName().equals(name.group(1)), HierarchyTraversalMode.TOP_DOWN)
                        .stream()
                : Stream.empty();
    }

    private static boolean isExclusive(AnnotatedElement element) {
        return AnnotationSupport.isAnnotated(element, Isolated.class)
                || AnnotationSupport.findRepeatableAnnotations(element, ResourceLock.class).stream()
                        .anyMatch(lock ->
                                lock.value().equals(Resources.GLOBAL) && lock.mode() == ResourceAccessMode.READ_WRITE);
    }
}
