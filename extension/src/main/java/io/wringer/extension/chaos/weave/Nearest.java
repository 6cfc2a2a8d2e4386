package io.wringer.extension.chaos.weave;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.Type;

/** Finds what a user may have meant. */
final class Nearest {

    private static final int MOST = 3;

    private Nearest() {}

    static List<String> to(Pointcut pointcut, List<Class<?>> types) {
        return types.stream()
                .flatMap(Nearest::methods)
                .filter(method -> !method.isSynthetic())
                .sorted(Comparator.<Method>comparingInt(method -> distance(method.getName(), pointcut.method()))
                        .thenComparing(method -> method.getDeclaringClass().getName())
                        .thenComparing(Method::toString))
                .map(method -> Signatures.of(
                        method.getDeclaringClass().getName(), method.getName(), Type.getMethodDescriptor(method)))
                .distinct()
                .limit(MOST)
                .toList();
    }

    static List<Class<?>> types(Pointcut pointcut, List<Class<?>> loaded) {
        String wanted = Signatures.simple(pointcut.type());
        boolean platform = pointcut.type().startsWith("java");
        return loaded.stream()
                .filter(type -> platform || type.getClassLoader() != null)
                .filter(type -> typeDistance(type, wanted) <= wanted.length() / 2)
                .sorted(Comparator.<Class<?>>comparingInt(type -> typeDistance(type, wanted))
                        .thenComparingInt(type -> methodDistance(type, pointcut.method()))
                        .thenComparing(Class::getName))
                .limit(MOST)
                .toList();
    }

    private static int typeDistance(Class<?> type, String wanted) {
        String name = Signatures.simple(type.getName());
        return Pointcut.namePattern(wanted).matcher(name).matches() ? 0 : distance(name, wanted.replace("*", ""));
    }

    private static int methodDistance(Class<?> type, String wanted) {
        return methods(type)
                .mapToInt(method -> distance(method.getName(), wanted))
                .min()
                .orElse(Integer.MAX_VALUE);
    }

    private static Stream<Method> methods(Class<?> type) {
        try {
            return Stream.concat(Arrays.stream(type.getDeclaredMethods()), Arrays.stream(type.getMethods()))
                    .filter(method -> method.getDeclaringClass() != Object.class);
        } catch (LinkageError e) {
            return Stream.empty();
        }
    }

    /** Levenshtein's distance (1965), ignoring case. */
    static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
