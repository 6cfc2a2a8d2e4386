package io.wringer.extension;

import io.wringer.Slo;
import io.wringer.WringerConfigurationException;
import io.wringer.chaos.Chaos;
import io.wringer.chaos.FaultyLink;
import io.wringer.leak.LeakFree;
import io.wringer.leak.LeakProbe;
import io.wringer.stress.StressPlan;
import io.wringer.stress.StressTest;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** Refuses combinations of annotations that can't mean what their author wants, before anything runs. */
final class CombinationRules {

    private CombinationRules() {}

    /** Checks everything that can be seen from a test class. */
    static void checkClass(Class<?> testClass) {
        ReflectionSupport.findMethods(testClass, TestElements::isLifecycleMethod, HierarchyTraversalMode.TOP_DOWN)
                .forEach(CombinationRules::checkLifecycleMethod);
        checkClassObjectives(testClass);
    }

    /** Checks a method that is about to run as a test or as an invocation of a template. */
    static void checkTest(Method method) {
        boolean stressed = AnnotationSupport.isAnnotated(method, StressTest.class);
        if (stressed && AnnotationSupport.isAnnotated(method, Test.class)) {
            throw error(
                    "@StressTest and @Test on " + TestElements.describe(method)
                            + ": @StressTest is itself a test, so the method would run twice.",
                    "Remove @Test.");
        }
        if (!stressed
                && !AnnotationSupport.findRepeatableAnnotations(method, Slo.class)
                        .isEmpty()) {
            throw error(
                    "@Slo on " + TestElements.describe(method)
                            + ": there is no load whose objectives could be measured.",
                    "Add @StressTest (instead of @Test), or remove @Slo.");
        }
    }

    /** Refuses every Wringer annotation on a test factory. */
    static void checkFactory(Method factory) {
        TestElements.annotationOn(factory).ifPresent(annotation -> {
            throw error(
                    annotation + " on " + TestElements.describe(factory)
                            + ": a @TestFactory makes its tests while it runs, and they can't be wrung.",
                    "Move the check to a @Test, @ParameterizedTest or @StressTest method.");
        });
    }

    /** Refuses a handle as a parameter of a test that lacks the annotation behind it. */
    static void checkParameter(Class<?> handle, Method method, RunPlan plan) {
        Map<Class<?>, Boolean> available = Map.of(
                StressPlan.class,
                plan.stress() != null,
                LeakProbe.class,
                plan.leak() != null,
                Chaos.class,
                !plan.chaos().isEmpty(),
                FaultyLink.class,
                true);
        if (!available.getOrDefault(handle, true)) {
            throw error(
                    "Parameter " + handle.getSimpleName() + " of " + TestElements.describe(method) + ": there is no @"
                            + annotationBehind(handle).getSimpleName() + " that it could belong to.",
                    "Add @" + annotationBehind(handle).getSimpleName() + ", or remove the parameter.");
        }
    }

    private static Class<? extends Annotation> annotationBehind(Class<?> handle) {
        if (handle == StressPlan.class) {
            return StressTest.class;
        }
        return handle == LeakProbe.class ? LeakFree.class : io.wringer.chaos.ChaosFault.class;
    }

    private static void checkLifecycleMethod(AnnotatedElement method) {
        TestElements.annotationOn(method).ifPresent(annotation -> {
            throw error(
                    annotation + " on " + TestElements.describe(method)
                            + ": a lifecycle method is not a test, the annotation would have no effect.",
                    "Put it on the test methods or on the class.");
        });
    }

    private static void checkClassObjectives(Class<?> testClass) {
        boolean objectives = !AnnotationSupport.findRepeatableAnnotations(testClass, Slo.class)
                .isEmpty();
        if (objectives && !hasStressTest(testClass)) {
            throw error(
                    "@Slo on " + testClass.getName() + ": no method of the class is a @StressTest,"
                            + " there is no load whose objectives could be measured.",
                    "Add @StressTest to a method (instead of @Test), or remove @Slo.");
        }
    }

    private static boolean hasStressTest(Class<?> testClass) {
        return AnnotationSupport.findAnnotatedMethods(testClass, StressTest.class, HierarchyTraversalMode.TOP_DOWN)
                                .size()
                        > 0
                || ReflectionSupport.findNestedClasses(testClass, nested -> true).stream()
                        .anyMatch(CombinationRules::hasStressTest);
    }

    private static WringerConfigurationException error(String problem, String remedy) {
        return new WringerConfigurationException(problem + System.lineSeparator() + remedy);
    }
}
