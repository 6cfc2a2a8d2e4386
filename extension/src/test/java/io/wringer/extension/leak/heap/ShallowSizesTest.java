package io.wringer.extension.leak.heap;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.extension.agent.Agent;
import io.wringer.extension.testkit.ChildJvm;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jol.layouters.Layouter;

/** JOL's layouts against what the JVM says of its own objects. */
class ShallowSizesTest {

    private static final int LEAST_CLASSES = 40;

    @Test
    void areThoseOfThisJvm() throws Exception {
        Comparison comparison = Comparison.of(Agent.instrumentation());

        assertThat(comparison.differing()).isEmpty();
        assertThat(comparison.classes()).isGreaterThan(LEAST_CLASSES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:-UseCompressedOops", "-XX:ObjectAlignmentInBytes=16"})
    void areThoseOfJvmsWithOtherFlags(String flag) throws Exception {
        assertThat(ChildJvm.run(Comparison.class, flag, "-XX:+UseSerialGC", "-Xmx64m"))
                .contains("differing: []");
    }

    @Test
    @EnabledForJreRange(min = JRE.OTHER) // JDK 25, which JUnit 5.10 has no name for
    void areThoseOfAJvmWithCompactHeaders() throws Exception {
        areThoseOfJvmsWithOtherFlags("-XX:+UseCompactObjectHeaders");
    }

    /**
     * Sizes of the objects of applications that a walk meets, one of each class.
     *
     * @param classes how many were compared
     * @param differing those of which JOL and the JVM say different things
     */
    record Comparison(int classes, List<String> differing) {

        private static final List<Object> FURTHER = List.of(
                new Small((byte) 1),
                new Below((byte) 1, 2L, "three"),
                new Gaps(),
                new Object[] {new Wide(1, 2, 3, 4)},
                Kind.ONE);

        public static void main(String[] none) throws Exception {
            Comparison comparison = of(Agent.instrumentation());
            System.out.println("differing: " + comparison.differing());
        }

        static Comparison of(Instrumentation instrumentation) throws Exception {
            Layouter layouter = Jvm.layouter();
            Set<Class<?>> seen = new HashSet<>();
            List<String> differing = new ArrayList<>();
            HeapWalker walker = HeapWalker.open(FURTHER, List.of(), ShallowSizes::isLaidOut);
            for (HeapWalker.Found found : walker.before().found()) {
                Object object = found.object();
                if (seen.add(object.getClass())) {
                    long simulated = ShallowSizes.laidOut(object.getClass(), layouter);
                    long real = instrumentation.getObjectSize(object);
                    if (simulated != real) {
                        differing.add(object.getClass().getName() + " " + simulated + " instead of " + real);
                    }
                }
            }
            return new Comparison(seen.size(), differing);
        }
    }

    enum Kind {
        ONE
    }

    static class Small {
        final byte one;

        Small(byte one) {
            this.one = one;
        }
    }

    static class Below extends Small {
        final long two;
        final Object three;

        Below(byte one, long two, Object three) {
            super(one);
            this.two = two;
            this.three = three;
        }
    }

    static final class Gaps extends Below {
        boolean flag;
        double number;
        int[] more = new int[1];

        Gaps() {
            super((byte) 1, 2, 3);
        }
    }

    record Wide(int one, long two, int three, double four) {}
}
