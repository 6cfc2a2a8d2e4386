package io.wringer.extension.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.chaos.Chaos;
import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import io.wringer.extension.testkit.Fixtures;
import io.wringer.extension.testkit.Results;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A fault ends with its test, however that ends. */
@Timeout(60)
class DisarmTest {

    static class Service {
        static int answer() {
            return 1;
        }
    }

    @TempDir
    private Path results;

    /** Fails in several ways while its fault is armed, or before that. */
    @ChaosFault(fault = Fault.RETURN, value = "2", type = Service.class, method = "answer")
    abstract static class Struck {
        @Test
        void body() throws Exception {
            assertThat(Service.answer()).isEqualTo(2);
            end();
        }

        void end() throws Exception {}
    }

    static class Passing extends Struck {}

    static class Failing extends Struck {
        @Override
        void end() {
            throw new IllegalStateException("as wanted");
        }
    }

    abstract static class Endless extends Struck {
        @Override
        void end() throws InterruptedException {
            new CountDownLatch(1).await();
        }
    }

    static class TimedOut extends Endless {
        @Override
        @Timeout(value = 200, unit = TimeUnit.MILLISECONDS)
        @Test
        void body() throws Exception {
            super.body();
        }
    }

    static class TimedOutElsewhere extends Endless {
        @Override
        @Timeout(value = 200, unit = TimeUnit.MILLISECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
        @Test
        void body() throws Exception {
            super.body();
        }
    }

    static class WithoutSetUp extends Struck {
        @BeforeEach
        void setUp() {
            throw new IllegalStateException("set-up");
        }
    }

    /** The handle is injected, and the parameter behind it can't be. */
    @ExtendWith(WithoutParameter.Failing.class)
    @ChaosFault(fault = Fault.RETURN, value = "2", type = Service.class, method = "answer")
    static class WithoutParameter {
        @Test
        void body(Chaos chaos, String text) {
            chaos.heal();
        }

        static final class Failing implements ParameterResolver {
            @Override
            public boolean supportsParameter(ParameterContext parameter, ExtensionContext extension) {
                return parameter.getParameter().getType() == String.class;
            }

            @Override
            public Object resolveParameter(ParameterContext parameter, ExtensionContext extension) {
                throw new IllegalStateException("no text");
            }
        }
    }

    /** The second fault has no place. */
    @ChaosFault(fault = Fault.RETURN, value = "2", type = Service.class, method = "answer")
    @ChaosFault(fault = Fault.RETURN, value = "2", at = "io.wringer.extension.chaos.DisarmTest.Service.anwser()")
    static class Misspelt {
        @Test
        void body() {}
    }

    @Test
    void afterATestThatPassed() {
        run(Passing.class).assertAllPassed();
        assertThat(Service.answer()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Failing.class,
                TimedOut.class,
                TimedOutElsewhere.class,
                WithoutSetUp.class,
                WithoutParameter.class,
                Misspelt.class
            })
    void afterATestThatFailed(Class<?> fixture) throws Exception {
        run(fixture).assertCounts(0, 1, 0);
        assertThat(Service.answer()).isEqualTo(1);
        Thread unknown = new Thread(() -> assertThat(Service.answer()).isEqualTo(1));
        unknown.start();
        unknown.join();
        run(Passing.class).assertAllPassed();
    }

    private Results run(Class<?> fixture) {
        return Fixtures.into(results).run(fixture);
    }
}
