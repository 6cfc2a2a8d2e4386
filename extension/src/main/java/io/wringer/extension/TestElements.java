package io.wringer.extension;

import io.wringer.Slo;
import io.wringer.Slos;
import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.ChaosFaults;
import io.wringer.leak.LeakFree;
import io.wringer.stress.StressTest;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestTemplate;
import org.junit.platform.commons.support.AnnotationSupport;

/** Finds Wringer's annotations on methods, classes, superclasses, enclosing classes and users' own annotations. */
final class TestElements {

    private static final List<Class<? extends Annotation>> LENSES =
            List.of(LeakFree.class, StressTest.class, Slo.class, Slos.class, ChaosFault.class, ChaosFaults.class);
    private static final List<Class<? extends Annotation>> LIFECYCLE =
            List.of(BeforeAll.class, BeforeEach.class, AfterEach.class, AfterAll.class);

    private TestElements() {}

    /** One annotation with the element that carries it. */
    record Found<A extends Annotation>(A annotation, AnnotatedElement element) {}

    /** Finds the nearest annotation: on the method, on its class, on the enclosing classes from the inside out. */
    static <A extends Annotation> Optional<Found<A>> nearest(Method method, Class<?> testClass, Class<A> type) {
        return elements(method, testClass).stream()
                .flatMap(element ->
                        AnnotationSupport.findAnnotation(element, type)
                                .map(annotation -> new Found<>(annotation, element))
                                .stream())
                .findFirst();
    }

    /** Finds all annotations of a repeatable type, those of enclosing classes first, those of the method last. */
    static <A extends Annotation> List<Found<A>> all(Method method, Class<?> testClass, Class<A> type) {
        List<Found<A>> found = new ArrayList<>();
        for (AnnotatedElement element : elements(method, testClass)) {
            found.addAll(
                    0,
                    AnnotationSupport.findRepeatableAnnotations(element, type).stream()
                            .map(annotation -> new Found<>(annotation, element))
                            .toList());
        }
        return found;
    }

    /** Returns the simple name of the first Wringer annotation on an element itself, in the form {@code @LeakFree}. */
    static Optional<String> annotationOn(AnnotatedElement element) {
        return LENSES.stream()
                .filter(type -> AnnotationSupport.isAnnotated(element, type))
                .map(type -> "@" + type.getSimpleName())
                .findFirst();
    }

    static boolean isOn(AnnotatedElement element, Class<? extends Annotation> type) {
        return AnnotationSupport.isAnnotated(element, type);
    }

    static boolean isLifecycleMethod(Method method) {
        return LIFECYCLE.stream().anyMatch(type -> AnnotationSupport.isAnnotated(method, type));
    }

    /** Tells whether a test template other than {@link StressTest} is present. */
    static boolean hasOtherTemplate(Method method) {
        return leadsToTemplate(method, new HashSet<>());
    }

    private static boolean leadsToTemplate(AnnotatedElement element, Set<Class<?>> seen) {
        return Stream.of(element.getAnnotations())
                .map(Annotation::annotationType)
                .filter(type -> type != StressTest.class && !type.getName().startsWith("java.lang.annotation."))
                .filter(seen::add)
                .anyMatch(type -> type == TestTemplate.class || leadsToTemplate(type, seen));
    }

    static String describe(AnnotatedElement element) {
        if (element instanceof Method method) {
            return method.getDeclaringClass().getName() + "." + method.getName() + "()";
        }
        return element instanceof Class<?> type ? type.getName() : element.toString();
    }

    private static List<AnnotatedElement> elements(Method method, Class<?> testClass) {
        List<AnnotatedElement> elements = new ArrayList<>();
        elements.add(method);
        elements.addAll(withEnclosing(testClass));
        return elements;
    }

    /** Returns a class and, as long as it is an inner class, the classes around it: those whose extensions it inherits. */
    static List<Class<?>> withEnclosing(Class<?> testClass) {
        List<Class<?>> classes = new ArrayList<>();
        Class<?> type = testClass;
        while (type != null) {
            classes.add(type);
            type = Modifier.isStatic(type.getModifiers()) ? null : type.getEnclosingClass();
        }
        return classes;
    }
}
