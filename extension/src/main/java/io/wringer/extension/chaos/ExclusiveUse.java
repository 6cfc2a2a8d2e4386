package io.wringer.extension.chaos;

import io.wringer.chaos.FaultScope;
import io.wringer.extension.run.RunContext;
import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** A fault for all threads must not meet a test that runs at the same time. */
final class ExclusiveUse {

    private static final Pattern METHOD = Pattern.compile("\\[(?:method|test-template):([^(\\]]+)\\(");

    private ExclusiveUse() {}

    static void check(List<ChaosSpec> specs, RunContext context, Class<?> testClass) {
        if (!context.parallel() || isExclusive(context, testClass)) {
            return;
        }
        for (ChaosSpec spec : specs) {
            if (spec.threads() == FaultScope.ALL) {
                throw spec.attributes()
                        .error(
                                "threads = ALL strikes every thread of the JVM, and JUnit runs other tests at the same time",
                                "Add @ResourceLock(Resources.GLOBAL) or @Isolated to the test class, or use threads = ATTRIBUTED.");
            }
        }
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
                        .anyMatch(lock -> Arrays.asList(Resources.GLOBAL).contains(lock.value()));
    }
}
