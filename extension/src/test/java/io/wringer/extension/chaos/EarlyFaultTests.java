package io.wringer.extension.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import io.wringer.chaos.FaultPoint;
import io.wringer.chaos.Phase;
import io.wringer.extension.agent.Agent;
import io.wringer.extension.testkit.ChildJvm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Classes that are loaded while the first fault of a JVM is armed, each in a JVM of its own: JUnit loads the nested
 * classes of a test class beforehand.
 *
 * <p>Weaving runs while the JVM loads a class. If it needs another one for the first time, such as one that links its own
 * lambda, and the JVM is loading just that one, the JVM can never load it: a {@code ClassCircularityError}, after which
 * no lambda at all may be linked any more. So no class may come but those that are loaded anyway.
 */
@Timeout(120)
class EarlyFaultTests {

    interface Answering extends Callable<Integer> {
        @Override
        Integer call();
    }

    static final class Declaring implements Answering {
        @Override
        public Integer call() {
            return 1;
        }
    }

    /** Knows nothing of the interface. */
    static class Stranger {
        public Integer call() {
            return 1;
        }
    }

    /** Inherits from a stranger; what the compiler adds for {@code Callable} is no method of its own. */
    static final class Inheriting extends Stranger implements Answering {}

    abstract static class Base implements Answering {
        @Override
        public Integer call() {
            return 1;
        }
    }

    static final class Derived extends Base {}

    interface Usual extends Callable<Integer> {
        @Override
        default Integer call() {
            return 1;
        }
    }

    static final class ByDefault implements Usual {}

    /** Has a method of the same name, and inherits the one that is meant. */
    static final class Overloading extends Stranger implements Callable<Integer> {
        Integer call(int answer) {
            return answer;
        }
    }

    static final class Telling implements Callable<Integer> {
        @Override
        public Integer call() {
            return System.currentTimeMillis() < 0 ? 2 : 1;
        }
    }

    static class Fixtures {
        @ChaosFault(fault = Fault.RETURN, value = "2", type = Answering.class, method = "call", minFired = 0)
        void byInterface() {}

        @ChaosFault(
                fault = Fault.RETURN,
                value = "2",
                type = Answering.class,
                method = "call",
                phase = Phase.AFTER,
                minFired = 0)
        void after() {}

        @ChaosFault(fault = Fault.RETURN, value = "2", at = "io.wringer..EarlyFaultTests.*.call()", minFired = 0)
        void byPattern() {}

        @ChaosFault(fault = Fault.RETURN, value = "2", type = ByDefault.class, method = "call")
        void byDefault() {}

        @ChaosFault(fault = Fault.RETURN, value = "2", type = Overloading.class, method = "call()")
        void overloading() {}

        @ChaosFault(fault = Fault.CLOCK_SKEW, value = "-1000000h", on = FaultPoint.CLOCK, minFired = 0)
        void clock() {}
    }

    /** Loads classes while a fault is armed, prints what came with each, and what the last one answers. */
    static final class Child {
        public static void main(String[] arguments) throws Exception {
            ClassLoader loader = Child.class.getClassLoader();
            String before = System.getProperty("before");
            if (before != null) {
                Class.forName(before, false, loader);
            }
            try (ChaosSession session =
                    Faults.of(Fixtures.class, System.getProperty("fixture")).open()) {
                session.start();
                Class<?>[] present = Agent.instrumentation().getAllLoadedClasses();
                Class<?> type = Class.forName(System.getProperty("loaded"), false, loader);
                Class<?>[] all = Agent.instrumentation().getAllLoadedClasses();
                Set<Class<?>> came = new HashSet<>(Arrays.asList(all));
                came.removeAll(Arrays.asList(present));
                System.out.println(
                        came.stream().map(Class::getSimpleName).sorted().toList());
                Callable<?> answering =
                        (Callable<?>) type.getDeclaredConstructor().newInstance();
                System.out.println(answering.call());
            }
        }
    }

    /** Interpreted, as compiled code resolves further classes when it likes. */
    private static List<String> said(String fixture, Class<?> loaded, String... more) throws Exception {
        List<String> flags = new ArrayList<>(List.of("-Xint", "-Xlog:disable", "-Xlog:all=error"));
        flags.add("-Dfixture=" + fixture);
        flags.add("-Dloaded=" + loaded.getName());
        flags.addAll(List.of(more));
        return ChildJvm.run(Child.class, flags.toArray(String[]::new));
    }

    @Test
    void anImplementationOfAnInterface() throws Exception {
        assertThat(said("byInterface", Declaring.class)).containsExactly("[Declaring]", "2");
    }

    @Test
    void aMethodThatIsInheritedFromAnImplementation() throws Exception {
        assertThat(said("byInterface", Derived.class)).containsExactly("[Base, Derived]", "2");
    }

    @Test
    void aMethodThatIsInheritedFromAStranger() throws Exception {
        assertThat(said("byInterface", Inheriting.class)).containsExactly("[Inheriting, Stranger]", "2");
    }

    @Test
    void aMethodThatIsInheritedFromAStrangerWhoWasThereBefore() throws Exception {
        assertThat(said("byInterface", Inheriting.class, "-Dbefore=" + Stranger.class.getName()))
                .containsExactly("[Inheriting]", "2");
    }

    @Test
    void anImplementationThatIsStruckAfterItsWork() throws Exception {
        assertThat(said("after", Inheriting.class)).containsExactly("[Inheriting, Stranger]", "2");
    }

    @Test
    void classesOfAPattern() throws Exception {
        assertThat(said("byPattern", Derived.class)).containsExactly("[Answering, Base, Derived]", "2");
    }

    @Test
    void aClassThatAsksForTheTime() throws Exception {
        assertThat(said("clock", Telling.class)).containsExactly("[Telling]", "2");
    }

    @Test
    void aMethodThatAnInterfaceGives() throws Exception {
        Class<?> loaded = new ByDefault().getClass();
        assertThat(Faults.headlines(Faults.of(Fixtures.class, "byDefault")
                        .run(session -> assertThat(((Callable<?>)
                                                loaded.getDeclaredConstructor().newInstance())
                                        .call())
                                .isEqualTo(2))))
                .isEmpty();
    }

    @Test
    void aMethodThatIsInheritedBesideAnotherOneOfItsName() throws Exception {
        Overloading overloading = new Overloading();
        assertThat(Faults.headlines(Faults.of(Fixtures.class, "overloading").run(session -> {
                    assertThat(overloading.call()).isEqualTo(2);
                    assertThat(overloading.call(3)).isEqualTo(3);
                    assertThat(new Stranger().call()).isEqualTo(1);
                })))
                .isEmpty();
    }
}
