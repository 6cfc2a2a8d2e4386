package io.wringer.extension;

import io.wringer.chaos.Chaos;
import io.wringer.leak.LeakProbe;
import io.wringer.stress.StressPlan;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Objects;

/** Gives a test the handles that it asks for as parameters. */
final class Handles {

    private Handles() {}

    static Object resolve(Parameter parameter, TestState state, Method testMethod) {
        Class<?> type = parameter.getType();
        CombinationRules.checkParameter(type, testMethod, state.plan());
        if (type == StressPlan.class) {
            state.planIsDeclared();
            return Objects.requireNonNull(state.stress()).plan();
        }
        if (type == LeakProbe.class) {
            return Objects.requireNonNull(state.leak()).probe();
        }
        if (type == Chaos.class) {
            return Objects.requireNonNull(state.chaos()).chaos();
        }
        return Objects.requireNonNull(state.chaos()).link(parameter);
    }
}
