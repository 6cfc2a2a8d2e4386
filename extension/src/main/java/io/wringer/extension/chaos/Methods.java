package io.wringer.extension.chaos;

import io.wringer.WringerConfigurationException;
import io.wringer.chaos.Fault;
import io.wringer.chaos.Phase;
import io.wringer.extension.chaos.weave.MethodSearch;
import io.wringer.extension.chaos.weave.Point;
import io.wringer.extension.chaos.weave.Weaver;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
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
        Class<? extends Throwable> exception = spec.what().exception();
        boolean declared = Arrays.stream(method.getExceptionTypes()).anyMatch(type -> type.isAssignableFrom(exception));
        if (!declared && !Exceptions.isUnchecked(exception)) {
            throw undeclared(
                    spec,
                    MethodSearch.signature(method),
                    Arrays.stream(method.getExceptionTypes())
                            .map(Class::getName)
                            .toList());
        }
    }

    static WringerConfigurationException undeclared(ChaosSpec spec, String signature, List<String> declared) {
        return spec.attributes()
                .error(
                        "exception",
                        spec.what().exception().getName() + " is checked, and " + signature + " declares "
                                + (declared.isEmpty() ? "no exception" : "only " + String.join(", ", declared)),
                        declared.isEmpty() ? "an unchecked exception" : "an unchecked exception or one of those");
    }

    /** Says why the exception of a fault can't be thrown at a point, {@code null} if it can. */
    static @Nullable String undeclaredAt(ChaosSpec spec, Point point) {
        Class<? extends Throwable> exception = spec.what().exception();
        if (Exceptions.isUnchecked(exception) || isDeclared(exception, point)) {
            return null;
        }
        return exception.getName() + " is checked, and " + point.signature() + " does not declare it.";
    }

    private static boolean isDeclared(Class<?> exception, Point point) {
        for (Class<?> type = exception; type != null; type = type.getSuperclass()) {
            if (point.exceptions().contains(type.getName())) {
                return true;
            }
        }
        return false;
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
