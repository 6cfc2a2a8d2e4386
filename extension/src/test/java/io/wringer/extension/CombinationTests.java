package io.wringer.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.testkit.engine.EventConditions.displayName;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedSuccessfully;
import static org.junit.platform.testkit.engine.EventConditions.started;
import static org.junit.platform.testkit.engine.EventConditions.test;

import io.wringer.Slo;
import io.wringer.WringerConfigurationException;
import io.wringer.chaos.Chaos;
import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import io.wringer.chaos.FaultyLink;
import io.wringer.chaos.Link;
import io.wringer.extension.testkit.Fixtures;
import io.wringer.extension.testkit.Results;
import io.wringer.leak.LeakFree;
import io.wringer.leak.LeakProbe;
import io.wringer.leak.Lifecycle;
import io.wringer.stress.StressPlan;
import io.wringer.stress.StressTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens beside JUnit's own annotations: exact sequences of events and of calls. */
class CombinationTests {

    @TempDir
    Path results;

    @BeforeEach
    void clearLog() {
        Log.clear();
    }

    private Results run(Class<?>... fixtures) {
        return Fixtures.into(results).run(fixtures);
    }

    // --- @StressTest -----------------------------------------------------------------------------------------------

    static class Stressed {
        @BeforeEach
        void before() {
            Log.add("before");
        }

        @StressTest(iterations = 7, threads = 2)
        void body() {
            Log.add("body");
        }

        @AfterEach
        void after() {
            Log.add("after");
        }
    }

    @Test
    void stressTestEntersTheBodyExactlyAsOftenAsAsked() {
        run(Stressed.class)
                .assertCounts(1, 0, 0)
                .tests()
                .assertEventsMatchExactly(
                        event(org.junit.platform.testkit.engine.EventConditions.dynamicTestRegistered(
                                "test-template-invocation:#1")),
                        event(test(displayName("under load")), started()),
                        event(test(displayName("under load")), finishedSuccessfully()));

        assertThat(Log.count("body")).isEqualTo(7);
        assertThat(Log.entries()).startsWith("before").endsWith("after");
        assertThat(Log.count("before")).isOne();
        assertThat(Log.count("after")).isOne();
    }

    @Test
    void stressTestIsSelectedByMethodAndByUniqueId() {
        Results byMethod = Fixtures.into(results).runMethod(Stressed.class, "body");
        byMethod.assertCounts(1, 0, 0);
        Log.clear();

        Fixtures.into(results).runUniqueId(byMethod.uniqueIds().get(0)).assertCounts(1, 0, 0);

        assertThat(Log.count("body")).isEqualTo(7);
    }

    static class StressedTwice {
        @Test
        @StressTest(iterations = 7)
        void body() {
            Log.add("body");
        }
    }

    @Test
    void stressTestBesideTestIsAConfigurationError() {
        Results twice = run(StressedTwice.class);

        assertThat(twice.failures())
                .isNotEmpty()
                .allSatisfy(failure -> assertThat(failure)
                        .isInstanceOf(WringerConfigurationException.class)
                        .hasMessage("@StressTest and @Test on " + StressedTwice.class.getName()
                                + ".body(): @StressTest is itself a test, so the method would run twice."
                                + System.lineSeparator() + "Remove @Test."));
        assertThat(Log.entries()).isEmpty();
    }

    static class StressedParameters {
        @StressTest(iterations = 3, threads = 1)
        @ParameterizedTest
        @ValueSource(strings = {"a", "b"})
        void body(String value) {
            Log.add(value);
        }
    }

    @Test
    void stressTestBesideAnotherTemplateStressesEachInvocation() {
        Results parameterized = run(StressedParameters.class).assertCounts(2, 0, 0);

        assertThat(parameterized.startedTests()).containsExactly("[1] value=a", "[2] value=b");
        assertThat(Log.entries()).containsExactly("a", "a", "a", "b", "b", "b");
    }

    static class StressedRepetitions {
        @StressTest(iterations = 3, threads = 1)
        @RepeatedTest(2)
        void body() {
            Log.add("body");
        }
    }

    @Test
    void stressTestBesideRepeatedTestStressesEachRepetition() {
        run(StressedRepetitions.class).assertCounts(2, 0, 0);

        assertThat(Log.count("body")).isEqualTo(6);
    }

    static class Planned {
        @StressTest(iterations = 10, threads = 1)
        void body(StressPlan plan, TestInfo info) {
            Log.add("declared " + info.getDisplayName());
            plan.operation("only", 1, () -> Log.add("operation"));
        }
    }

    @Test
    void aStressPlanIsDeclaredOnce() {
        run(Planned.class).assertCounts(1, 0, 0);

        assertThat(Log.count("declared under load")).isOne();
        assertThat(Log.count("operation")).isEqualTo(10);
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class OneInstance {
        private final AtomicInteger calls = new AtomicInteger();

        @StressTest(iterations = 5, threads = 1)
        void first() {
            calls.incrementAndGet();
        }

        @StressTest(iterations = 5, threads = 1)
        void second() {
            Log.add("calls " + (calls.incrementAndGet() > 5));
        }
    }

    @Test
    void operationsRunOnTheInstanceOfTheTest() {
        run(OneInstance.class).assertCounts(2, 0, 0);

        assertThat(Log.entries()).hasSize(5);
    }

    // --- objectives ------------------------------------------------------------------------------------------------

    static class ObjectiveWithoutLoad {
        @Slo("p99 < 10ms")
        @Test
        void body() {
            Log.add("body");
        }
    }

    @Test
    void objectivesWithoutALoadAreAConfigurationError() {
        run(ObjectiveWithoutLoad.class)
                .assertCounts(0, 1, 0)
                .assertFailureMessage()
                .isEqualTo("@Slo on " + ObjectiveWithoutLoad.class.getName()
                        + ".body(): there is no load whose objectives could be measured." + System.lineSeparator()
                        + "Add @StressTest (instead of @Test), or remove @Slo.");
        assertThat(Log.entries()).isEmpty();
    }

    @Slo("p99 < 10ms")
    static class ObjectivesOfNoStressTest {
        @Test
        void body() {
            Log.add("body");
        }
    }

    @Test
    void objectivesOnAClassWithoutAStressTestAreAConfigurationError() {
        assertThat(run(ObjectivesOfNoStressTest.class).failure())
                .isInstanceOf(WringerConfigurationException.class)
                .hasMessageStartingWith("@Slo on " + ObjectivesOfNoStressTest.class.getName()
                        + ": no method of the class is a @StressTest");
        assertThat(Log.entries()).isEmpty();
    }

    // --- where annotations may not stand ---------------------------------------------------------------------------

    static class Factory {
        @LeakFree
        @TestFactory
        Stream<DynamicTest> tests() {
            return Stream.of(DynamicTest.dynamicTest("one", () -> Log.add("one")));
        }
    }

    @Test
    void aTestFactoryIsAConfigurationError() {
        assertThat(run(Factory.class).failure())
                .isInstanceOf(WringerConfigurationException.class)
                .hasMessage("@LeakFree on " + Factory.class.getName()
                        + ".tests(): a @TestFactory makes its tests while it runs, and they can't be wrung."
                        + System.lineSeparator()
                        + "Move the check to a @Test, @ParameterizedTest or @StressTest method.");
        assertThat(Log.entries()).isEmpty();
    }

    static class AnnotatedLifecycle {
        @LeakFree
        @BeforeEach
        void before() {
            Log.add("before");
        }

        @LeakFree
        @Test
        void body() {
            Log.add("body");
        }
    }

    @Test
    void aLifecycleMethodIsAConfigurationError() {
        run(AnnotatedLifecycle.class)
                .assertFailureMessage()
                .isEqualTo("@LeakFree on " + AnnotatedLifecycle.class.getName()
                        + ".before(): a lifecycle method is not a test, the annotation would have no effect."
                        + System.lineSeparator() + "Put it on the test methods or on the class.");
        assertThat(Log.entries()).isEmpty();
    }

    static class StrayHandles {
        @LeakFree
        @Test
        void plan(StressPlan plan) {
            Log.add("body");
        }

        @StressTest
        void probe(LeakProbe probe) {
            Log.add("body");
        }

        @LeakFree
        @Test
        void chaos(Chaos chaos) {
            Log.add("body");
        }
    }

    @Test
    void aHandleWithoutItsAnnotationIsAConfigurationError() {
        Results stray = run(StrayHandles.class).assertCounts(0, 3, 0);

        assertThat(stray.failures())
                .extracting(Throwable::getMessage)
                .anyMatch(message -> message.startsWith("Parameter StressPlan of ")
                        && message.contains("there is no @StressTest that it could belong to."))
                .anyMatch(message -> message.contains("Add @LeakFree, or remove the parameter."))
                .anyMatch(message -> message.contains("Add @ChaosFault, or remove the parameter."));
        assertThat(Log.entries()).isEmpty();
    }

    // --- classes, inheritance, nesting, own annotations --------------------------------------------------------------

    @LeakFree(iterations = 20, warmup = 2)
    abstract static class Base {
        @Test
        void inherited() {
            Log.tally("inherited");
        }
    }

    static class Derived extends Base {
        @Test
        void own() {
            Log.tally("own");
        }

        @Nested
        class Inner {
            @Test
            void nested() {
                Log.tally("nested");
            }
        }
    }

    @Test
    void anAnnotationOnAClassReachesInheritedAndNestedTests() {
        run(Derived.class).assertCounts(3, 0, 0);

        assertThat(Log.count("inherited")).isGreaterThanOrEqualTo(18);
        assertThat(Log.count("own")).isGreaterThanOrEqualTo(18);
        assertThat(Log.count("nested")).isGreaterThanOrEqualTo(18);
    }

    @LeakFree
    static class OnceEach {
        @Test
        void body() {
            Log.add("body");
        }
    }

    @Test
    void anAnnotationOnAClassThatAsksForNoIterationsRunsEachTestOnce() {
        run(OnceEach.class).assertCounts(1, 0, 0);

        assertThat(Log.count("body")).isOne();
    }

    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @StressTest(iterations = 40, threads = 1)
    @Slo("success >= 50%")
    @interface OwnLoad {}

    static class Composed {
        @OwnLoad
        void body() {
            Log.add("body");
        }
    }

    @Test
    void aUsersOwnAnnotationCarriesAllLenses() {
        run(Composed.class).assertCounts(1, 0, 0);

        assertThat(Log.count("body")).isEqualTo(40);
    }

    // --- repetition --------------------------------------------------------------------------------------------------

    static class Repeated {
        private int calls;

        @BeforeEach
        void before() {
            Log.tally("before");
        }

        @LeakFree(iterations = 20, warmup = 2)
        @Test
        void body(@TempDir Path directory) {
            assertThat(Files.isDirectory(directory)).isTrue();
            calls++;
            Log.tally(calls == 1 ? "first body" : "next body");
        }

        @AfterEach
        void after() {
            Log.tally("after");
        }
    }

    @Test
    void repeatsUseTheSameInstanceAndArguments() {
        run(Repeated.class).assertCounts(1, 0, 0);

        assertThat(Log.count("first body")).isOne();
        assertThat(Log.count("next body")).isGreaterThanOrEqualTo(18);
        assertThat(Log.count("before")).isOne();
        assertThat(Log.count("after")).isOne();
    }

    static class RenewedBase {
        static final List<String> ONCE = List.of("beforeBase", "before body()", "body", "after", "afterBase");
        static int steps;
        static boolean outOfOrder;

        static void step(String step) {
            outOfOrder |= !ONCE.get(steps % ONCE.size()).equals(step);
            steps++;
        }

        @BeforeEach
        void beforeBase() {
            step("beforeBase");
        }

        @AfterEach
        void afterBase() {
            step("afterBase");
        }
    }

    static class Renewed extends RenewedBase {
        @BeforeEach
        void before(TestInfo info) {
            step("before " + info.getDisplayName());
        }

        @LeakFree(iterations = 20, warmup = 2, lifecycle = Lifecycle.FULL)
        @Test
        void body() {
            step("body");
        }

        @AfterEach
        void after() {
            step("after");
        }
    }

    @Test
    void fullLifecycleRepeatsBeforeEachAndAfterEach() {
        RenewedBase.steps = 0;
        RenewedBase.outOfOrder = false;

        run(Renewed.class).assertCounts(1, 0, 0);

        assertThat(RenewedBase.outOfOrder).isFalse();
        assertThat(RenewedBase.steps % RenewedBase.ONCE.size()).isZero();
        assertThat(RenewedBase.steps / RenewedBase.ONCE.size()).isGreaterThanOrEqualTo(20);
    }

    static class Unrenewable {
        @LeakFree(lifecycle = Lifecycle.FULL)
        @Test
        void body() {
            Log.add("body");
        }

        @AfterEach
        void after(TestInfo info) {}
    }

    @Test
    void anAfterEachMethodWithParametersCannotBeRepeated() {
        run(Unrenewable.class)
                .assertFailureMessage()
                .startsWith("@LeakFree(lifecycle = FULL) on " + Unrenewable.class.getName() + ": the @AfterEach method "
                        + Unrenewable.class.getName() + ".after() has parameters");
        assertThat(Log.entries()).isEmpty();
    }

    // --- outcomes of the user's own code ---------------------------------------------------------------------------

    static class OwnOutcomes {
        @LeakFree
        @Test
        void assumption() {
            Log.add("assumption");
            assumeTrue(false, "no database here");
        }

        @LeakFree
        @Test
        void failing() {
            Log.add("failing");
            fail("my own failure");
        }

        @StressTest(iterations = 3)
        void assumptionUnderLoad() {
            assumeTrue(false, "no broker here");
        }

        @Timeout(1)
        @LeakFree(budget = "10s")
        @Test
        void timeout() throws InterruptedException {
            Thread.sleep(60_000);
        }
    }

    @Test
    void theUsersOwnOutcomeComesFirst() {
        Results own = run(OwnOutcomes.class).assertCounts(0, 2, 2);

        assertThat(own.aborts())
                .extracting(Throwable::getMessage)
                .anyMatch(message -> message.contains("no database here"))
                .anyMatch(message -> message.contains("no broker here"));
        assertThat(own.failures())
                .extracting(Throwable::getMessage)
                .anyMatch(message -> message.equals("my own failure"))
                .anyMatch(message -> message.equals("timeout() timed out after 1 second"));
        assertThat(Log.count("assumption")).isOne();
        assertThat(Log.count("failing")).isOne();
    }

    static class Ledger {
        void book() {
            Log.add("booked");
        }
    }

    static class NaiveUnderFault {
        @ChaosFault(
                fault = Fault.EXCEPTION,
                exception = IllegalStateException.class,
                type = Ledger.class,
                method = "book")
        @Test
        void body() {
            new Ledger().book();
        }
    }

    @Test
    void theUsersOwnExceptionSaysWhatWasInjected() {
        Throwable own = Fixtures.into(results)
                .with("wringer.seed", "42")
                .run(NaiveUnderFault.class)
                .failure();

        assertThat(own).isInstanceOf(IllegalStateException.class);
        assertThat(own.getSuppressed())
                .singleElement()
                .satisfies(
                        note -> assertThat(note.getMessage())
                                .startsWith("chaos: ")
                                .contains("EXCEPTION", "Ledger.book")
                                .endsWith(
                                        "Reproduce: mvn test -Dtest='CombinationTests$NaiveUnderFault#body' -Dwringer.seed=42"));
        assertThat(Log.entries()).isEmpty();
    }

    // --- all lenses on one run ---------------------------------------------------------------------------------------

    static class Till {
        static final AtomicInteger TAKEN = new AtomicInteger();

        void take() {
            TAKEN.incrementAndGet();
        }
    }

    static class AllLenses {
        @ChaosFault(
                fault = Fault.EXCEPTION,
                exception = IllegalStateException.class,
                type = Till.class,
                method = "take",
                every = 10)
        @StressTest(iterations = 400, threads = 2, abortOnBreach = false)
        @Slo("success >= 80%")
        @LeakFree
        void body() {
            new Till().take();
        }
    }

    @Test
    void allLensesLookAtOneRun() {
        Till.TAKEN.set(0);

        run(AllLenses.class).assertCounts(1, 0, 0);

        assertThat(Till.TAKEN.get()).isEqualTo(360);
    }

    static class OnlyALink {
        @Test
        void body(@Link(to = "localhost:9") FaultyLink link) {
            Log.add("port " + (link.port() > 0));
        }
    }

    @Test
    void aLinkNeedsNoOtherAnnotation() {
        run(OnlyALink.class).assertAllPassed();

        assertThat(Log.entries()).containsExactly("port true");
    }

    // --- parallel execution ------------------------------------------------------------------------------------------

    static class Neighbours {
        static final Set<String> RUNNING = ConcurrentHashMap.newKeySet();

        static void during(String name) {
            RUNNING.add(name);
            try {
                Thread.sleep(30);
                Log.add(name + " beside " + (RUNNING.contains("load") && RUNNING.size() > 1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                RUNNING.remove(name);
            }
        }

        @StressTest(iterations = 6, threads = 2)
        void load() {
            during("load");
        }

        @Test
        void first() {
            during("first");
        }

        @Test
        void second() {
            during("second");
        }

        @Test
        void third() {
            during("third");
        }
    }

    @Test
    void nothingRunsBesideAStressTest() {
        Fixtures.into(results)
                .with("junit.jupiter.execution.parallel.enabled", "true")
                .with("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .with("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .with("junit.jupiter.execution.parallel.config.fixed.parallelism", "4")
                .run(Neighbours.class)
                .assertCounts(4, 0, 0);

        assertThat(Log.entries()).isNotEmpty().noneMatch(entry -> entry.endsWith("beside true"));
    }

    // --- keys --------------------------------------------------------------------------------------------------------

    static class Configured {
        @ChaosFault(fault = Fault.EXCEPTION, type = List.class, method = "add")
        @Test
        void body() {
            Log.add("body");
        }
    }

    @Test
    void anUnknownKeyIsAConfigurationErrorOfEveryTest() {
        System.setProperty("wringer.chaos.probabilty", "0.5");
        try {
            run(Configured.class)
                    .assertFailureMessage()
                    .isEqualTo("Unknown configuration key wringer.chaos.probabilty."
                            + " Did you mean wringer.chaos.probability?");
        } finally {
            System.clearProperty("wringer.chaos.probabilty");
        }
        assertThat(Log.entries()).isEmpty();
    }

    @Test
    void aMalformedOverrideIsAConfigurationError() {
        Fixtures.into(results)
                .with("wringer.stress.iterations", "many")
                .run(Stressed.class)
                .assertCounts(0, 1, 0)
                .assertFailureMessage()
                .startsWith("@StressTest on " + Stressed.class.getName()
                        + ".body(): attribute iterations (from wringer.stress.iterations): \"many\" can't be read");
        assertThat(Log.count("body")).isZero();
    }
}
