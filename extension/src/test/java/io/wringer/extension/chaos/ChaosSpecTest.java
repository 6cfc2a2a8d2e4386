package io.wringer.extension.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wringer.WringerConfigurationException;
import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import io.wringer.chaos.FaultScope;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChaosSpecTest {

    static class Store {
        int insert(String order) throws IOException {
            return order.length();
        }

        String find(int id) {
            return "" + id;
        }
    }

    static class Wrong {
        @ChaosFault(fault = Fault.EXCEPTION)
        void noPlace() {}

        @ChaosFault(fault = Fault.EXCEPTION, type = Store.class)
        void noMethod() {}

        @ChaosFault(fault = Fault.EXCEPTION, type = Store.class, method = "insrt")
        void typo() {}

        @ChaosFault(fault = Fault.EXCEPTION, exception = SQLException.class, type = Store.class, method = "insert")
        void undeclared() {}

        @ChaosFault(fault = Fault.RETURN, value = "yes", type = Store.class, method = "insert")
        void wrongValue() {}

        @ChaosFault(fault = Fault.EXCEPTION, delay = "3s", type = Store.class, method = "insert")
        void unused() {}

        @ChaosFault(fault = Fault.LATENCY, type = Store.class, method = "insert")
        void noDelay() {}

        @ChaosFault(fault = Fault.EXCEPTION, type = Store.class, method = "insert", probability = 1.5)
        void improbable() {}

        @ChaosFault(fault = Fault.EXCEPTION, type = Store.class, method = "insert", nth = 2, every = 3)
        void nthAndEvery() {}

        @ChaosFault(fault = Fault.EXCEPTION, type = Store.class, method = "insert", times = 2, minFired = 3)
        void tooMuchExpected() {}

        @ChaosFault(fault = Fault.RESET, type = Store.class, method = "insert")
        void networkAtMethod() {}

        @ChaosFault(fault = Fault.RETURN, endpoint = "localhost:80")
        void methodAtNetwork() {}

        @ChaosFault(fault = Fault.RESET, endpoint = "localhost:99999")
        void port() {}

        @ChaosFault(fault = Fault.EXCEPTION, at = "com.acme.Store#insert")
        void badText() {}

        @ChaosFault(fault = Fault.TRUNCATE, type = Store.class, method = "insert")
        void undamageable() {}

        @ChaosFault(fault = Fault.EXCEPTION, type = Store.class, method = "insert", at = "a.B.c")
        void twoPlaces() {}

        @ChaosFault(fault = Fault.EXCEPTION, type = String.class, method = "length")
        void foundation() {}

        @ChaosFault(fault = Fault.EXCEPTION, type = java.lang.invoke.MethodHandle.class, method = "bindTo")
        void linking() {}

        @ChaosFault(fault = Fault.EXCEPTION, type = Store.class, method = "find", threads = FaultScope.ALL)
        void everyThread() {}
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            noPlace         | no place is given | Give type and method, or at, or on, or endpoint.
            noMethod        | type is given, but method is not | Add method = "insert"
            typo            | attribute method: "io.wringer.extension.chaos.ChaosSpecTest$Store.insrt" matches no method | nearest are
            undeclared      | attribute exception: java.sql.SQLException is checked, and io.wringer.extension.chaos.ChaosSpecTest$Store.insert(String) declares only java.io.IOException | an unchecked exception or one of those.
            wrongValue      | attribute value: "yes" is no int, which io.wringer.extension.chaos.ChaosSpecTest$Store.insert(String) returns | for example "42"
            unused          | the attribute delay has no meaning for Fault.EXCEPTION | Remove it; Fault.EXCEPTION uses exception, message.
            noDelay         | Fault.LATENCY needs a delay | Add delay = "250ms".
            improbable      | attribute probability: 1.5 is no probability | a number above 0 and at most 1
            nthAndEvery     | nth means one call only | Remove nth or the others.
            tooMuchExpected | attribute minFired: 3 can't be reached: at most 2 calls are struck | a smaller number
            networkAtMethod | Fault.RESET strikes connections, not methods | Give endpoint = "localhost:5432"
            methodAtNetwork | Fault.RETURN strikes methods, not connections | Give type and method instead of endpoint
            port            | attribute endpoint: "99999" is no port | from 1 to 65535
            badText         | attribute at: "com.acme.Store#insert" can't be read | for example "com.acme.Store.insert(..)"
            undamageable    | returns int, which Fault.TRUNCATE can't damage | byte[] or String
            twoPlaces       | the place is given more than once | Give either type and method
            foundation      | java.lang.String can't be struck: Wringer itself runs on it | a type of your own
            linking         | java.lang.invoke.MethodHandle can't be struck: Wringer itself runs on it | a type of your own
            """)
    void saysWhatIsWrongAndWhatWouldBeRight(String method, String problem, String remedy) {
        assertThatThrownBy(() -> Faults.of(Wrong.class, method).specs())
                .isInstanceOf(WringerConfigurationException.class)
                .hasMessageStartingWith("@ChaosFault on Wrong." + method + "()")
                .hasMessageContaining(problem)
                .hasMessageContaining(remedy);
    }

    @Test
    void namesTheNearestMethods() {
        assertThatThrownBy(() -> Faults.of(Wrong.class, "typo").specs())
                .hasMessageContaining(System.lineSeparator() + "    " + Store.class.getName() + ".insert(String)");
    }

    @Test
    void aFaultForAllThreadsNeedsTheLockWhenTestsRunInParallel() {
        assertThatThrownBy(
                        () -> Faults.of(Wrong.class, "everyThread").parallel().open())
                .isInstanceOf(WringerConfigurationException.class)
                .hasMessageContaining("@ResourceLock(Resources.GLOBAL) or @Isolated");
    }

    @Test
    void overridesReplaceAttributes() {
        ChaosSpec spec = Faults.of(Wrong.class, "everyThread")
                .with(Map.of("wringer.chaos.nth", "3", "wringer.chaos.minFired", "0"))
                .specs()
                .get(0);
        assertThat(spec.when().nth()).isEqualTo(3);
        assertThat(spec.minFired()).isZero();
    }
}
