package io.wringer.extension.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import io.wringer.extension.run.Outcome;
import io.wringer.extension.testkit.ChildJvm;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the first fault of a JVM lets be seen from outside. */
@Timeout(120)
class FreshJvmTest {

    static class Service {
        static int answer() {
            return 1;
        }
    }

    static class Fixtures {
        @ChaosFault(fault = Fault.RETURN, value = "2", type = Service.class, method = "answer")
        @ChaosFault(fault = Fault.STALL, endpoint = "localhost", minFired = 0)
        void struck() {}
    }

    static final class Child {
        public static void main(String[] arguments) throws Exception {
            Outcome outcome = Faults.of(Fixtures.class, "struck")
                    .run(session -> System.out.println("struck: " + Service.answer()));
            System.out.println("findings: " + outcome.findings());
            System.out.println("after: " + Service.answer());
        }
    }

    /** The JVM warns if the boot class path was changed, which would end the sharing of classes. */
    @Test
    void nothingButTheEffect() throws Exception {
        List<String> said = ChildJvm.run(Child.class, "-Xshare:auto", "-Xlog:disable", "-Xlog:all=warning");
        assertThat(said).containsExactly("struck: 2", "findings: []", "after: 1");
    }
}
