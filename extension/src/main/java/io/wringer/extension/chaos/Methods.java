package io.wringer.extension.chaos;

import io.wringer.WringerConfigurationException;
import io.wringer.chaos.Fault;
import io.wringer.chaos.Phase;
import io.wringer.extension.chaos.weave.MethodSearch;
import io.wringer.extension.chaos.weave.Point;
import io.wringer.extension.chaos.weave.Weaver;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks the methods of a place as far as its type is known before the test runs. */
final class Methods {

    private Methods() {}

    static void check(ChaosSpec spec, Where.Methods place) {
        Class<?> type = place.type();
        if (type != null) {
            check(spec, place, type);
        }
    }

    static void check(ChaosSpec spec, Where.Methods place, Class<?> type) {
        if (Weaver.isFoundation(type.getName())) {
            throw spec.attributes()
                    .error(
                            place.type() == null ? "at" : "type",
                            type.getName() + " can't be struck: Wringer itself runs on it",
                            "a type of your own or of a library");
        }
        List<Executable> found = MethodSearch.find(type, place.pointcut());
        if (found.isEmpty()) {
            throw noMatch(spec, place, MethodSearch.nearest(type, place.pointcut()));
        }
        found.forEach(method -> check(spec, place, method));
        if (found.stream().allMatch(Methods::isOutOfReach)) {
            throw spec.attributes()
                    .error(
                            place.attribute(),
                            MethodSearch.signature(found.get(0)) + " is native, and has no code to weave",
                            "a method with code, or a static native method of the JDK such as System.nanoTime");
        }
    }

    private static boolean isOutOfReach(Executable method) {
        boolean reached = Modifier.isStatic(method.getModifiers())
                && Modifier.isPublic(method.getModifiers())
                && method.getDeclaringClass().getName().startsWith("java.");
        return Modifier.isNative(method.getModifiers()) && !reached;
    }

    static WringerConfigurationException noMatch(ChaosSpec spec, Where.Methods place, List<String> nearest) {
        return spec.attributes()
                .error(
                        place.attribute(),
                        "\"" + place.describe() + "\" matches no method",
                        nearest.isEmpty()
                                ? "the place of a method that is there"
                                : "the place of a method that is there; nearest are" + Text.lines(nearest));
    }

    private static void check(ChaosSpec spec, Where.Methods place, Executable method) {
        if (spec.fault() == Fault.EXCEPTION) {
            checkDeclared(spec, method);
        }
        if (method instanceof Method called) {
            checkAnswer(spec, place, called);
        } else if (spec.phase() == Phase.BEFORE && spec.fault() == Fault.RETURN) {
            throw spec.attributes()
                    .error("a constructor has no answer", "Use Fault.EXCEPTION or Fault.LATENCY, or another place.");
        }
    }

    private static void checkDeclared(ChaosSpec spec, Executable method) {
        List<String> declared =
                Arrays.stream(method.getExceptionTypes()).map(Class::getName).toList();
        String answer = method instanceof Method called ? called.getReturnType().getName() : "void";
        if (Exceptions.fitting(spec.what().exceptions(), declared, answer).isEmpty()) {
            throw undeclared(spec, MethodSearch.signature(method), declared);
        }
    }

    static WringerConfigurationException undeclared(ChaosSpec spec, String signature, List<String> declared) {
        return spec.attributes()
                .error(
                        "exception",
                        spec.what().exceptions().get(0).getName() + " is checked, and " + signature + " declares "
                                + (declared.isEmpty() ? "no exception" : "only " + String.join(", ", declared)),
                        declared.isEmpty() ? "an unchecked exception" : "an unchecked exception or one of those");
    }

    /** Says why the exception of a fault can't be thrown at a point, {@code null} if it can. */
    static @Nullable String undeclaredAt(ChaosSpec spec, Point point) {
        List<Class<? extends Throwable>> exceptions = spec.what().exceptions();
        return Exceptions.fitting(exceptions, point.exceptions(), point.returnType())
                        .isPresent()
                ? null
                : exceptions.get(0).getName() + " is checked, and " + point.signature() + " does not declare it.";
    }

    private static void checkAnswer(ChaosSpec spec, Where.Methods place, Method method) {
        Class<?> type = method.getReturnType();
        switch (spec.fault()) {
            case RETURN -> Values.check(spec, type, MethodSearch.signature(method));
            case CORRUPT, TRUNCATE -> {
                if (!Damage.isPossible(type.getName())) {
                    throw spec.attributes()
                            .error(
                                    place.attribute(),
                                    MethodSearch.signature(method) + " returns " + type.getTypeName() + ", which Fault."
                                            + spec.fault() + " can't damage",
                                    "a method that returns " + Damage.POSSIBLE);
                }
            }
            default -> {
                // throws, delays or holds: any method will do
            }
        }
    }
}
