package io.wringer.extension.chaos.weave;

import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/** Finds the methods of a class that a pointcut means, by reflection and before anything is woven. */
public final class MethodSearch {

    private MethodSearch() {}

    /** Finds methods that a type declares or inherits; those of {@code Object} only if it is the type. */
    public static List<Executable> find(Class<?> type, Pointcut pointcut) {
        Map<String, Executable> found = new LinkedHashMap<>();
        if (pointcut.isConstructor()) {
            Arrays.stream(type.getDeclaredConstructors())
                    .filter(constructor -> matches(constructor, type, pointcut))
                    .forEach(constructor -> found.put(descriptor(constructor), constructor));
        } else {
            collect(type, type, pointcut, found);
        }
        return new ArrayList<>(found.values());
    }

    private static void collect(
            @Nullable Class<?> type, Class<?> start, Pointcut pointcut, Map<String, Executable> found) {
        if (type == null || (type == Object.class && start != Object.class)) {
            return;
        }
        for (Method method : type.getDeclaredMethods()) {
            if (!method.isSynthetic() && matches(method, type, pointcut)) {
                found.putIfAbsent(method.getName() + parameters(method), method);
            }
        }
        collect(type.getSuperclass(), start, pointcut, found);
        Arrays.stream(type.getInterfaces()).forEach(parent -> collect(parent, start, pointcut, found));
    }

    private static String parameters(Method method) {
        return Arrays.toString(method.getParameterTypes());
    }

    private static boolean matches(Executable method, Class<?> type, Pointcut pointcut) {
        String name = method instanceof Constructor ? "<init>" : method.getName();
        return pointcut.matchesMethod(name, descriptor(method))
                && pointcut.matchesAnnotations(
                        Stream.concat(Arrays.stream(method.getAnnotations()), Arrays.stream(type.getAnnotations()))
                                .map(Annotation::annotationType)
                                .map(Class::getName)
                                .toList());
    }

    private static String descriptor(Executable method) {
        return method instanceof Constructor<?> constructor
                ? Type.getConstructorDescriptor(constructor)
                : Type.getMethodDescriptor((Method) method);
    }

    /** Returns the method for people. */
    public static String signature(Executable method) {
        return Signatures.of(
                method.getDeclaringClass().getName(),
                method instanceof Constructor ? "<init>" : method.getName(),
                descriptor(method));
    }

    /** Returns the methods of a type that are nearest to a pointcut, nearest first. */
    public static List<String> nearest(Class<?> type, Pointcut pointcut) {
        return Nearest.to(pointcut, List.of(type));
    }
}
