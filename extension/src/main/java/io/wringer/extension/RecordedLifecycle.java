package io.wringer.extension;

import io.wringer.WringerConfigurationException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * The {@code @BeforeEach} calls that JUnit made, and the {@code @AfterEach} calls that it will make, to be made again in
 * every iteration of {@code lifecycle = FULL}.
 */
final class RecordedLifecycle {

    private final List<Call> before = Collections.synchronizedList(new ArrayList<>());

    /** Remembers one {@code @BeforeEach} call with its resolved arguments. */
    void recordBefore(ReflectiveInvocationContext<Method> invocation) {
        before.add(
                new Call(invocation.getExecutable(), invocation.getTarget().orElse(null), invocation.getArguments()));
    }

    /** Ends the previous iteration and begins the next: {@code @AfterEach}, then {@code @BeforeEach}. */
    void renew(List<Object> instances) {
        afterCalls(instances).forEach(Call::make);
        List.copyOf(before).forEach(Call::make);
    }

    /** Refuses what can't be repeated: JUnit resolves parameters of {@code @AfterEach} methods too late for us. */
    static void check(Class<?> testClass) {
        afterMethods(testClass).stream()
                .filter(method -> method.getParameterCount() > 0)
                .findFirst()
                .ifPresent(method -> {
                    throw new WringerConfigurationException("@LeakFree(lifecycle = FULL) on " + testClass.getName()
                            + ": the @AfterEach method " + TestElements.describe(method)
                            + " has parameters, which can't be resolved for the repeats." + System.lineSeparator()
                            + "Remove its parameters, or use lifecycle = BODY.");
                });
    }

    private static List<Call> afterCalls(List<Object> instances) {
        List<Object> fromTheInside = new ArrayList<>(instances);
        Collections.reverse(fromTheInside);
        return fromTheInside.stream()
                .flatMap(instance ->
                        afterMethods(instance.getClass()).stream().map(method -> new Call(method, instance, List.of())))
                .toList();
    }

    private static List<Method> afterMethods(Class<?> type) {
        return AnnotationSupport.findAnnotatedMethods(type, AfterEach.class, HierarchyTraversalMode.BOTTOM_UP);
    }

    private record Call(Method method, @Nullable Object target, List<@Nullable Object> arguments) {
        void make() {
            ReflectionSupport.invokeMethod(method, target, arguments.toArray());
        }
    }
}
