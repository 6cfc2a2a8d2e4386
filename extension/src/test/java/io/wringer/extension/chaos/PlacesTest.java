package io.wringer.extension.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.CustomFault;
import io.wringer.chaos.Fault;
import io.wringer.chaos.FaultedCall;
import io.wringer.extension.run.Outcome;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where faults strike: patterns, annotations, loaders, classes that come later, and around the work. */
@Timeout(60)
class PlacesTest {

    private static final String HERE = "io.wringer.extension.chaos.PlacesTest.";

    @Retention(RetentionPolicy.CLASS)
    @interface Remote {}

    static class Shop {
        @Remote
        int price() {
            return 1;
        }

        int stock() {
            return 2;
        }

        int stock(String item, int shelf) {
            return 3;
        }
    }

    @Remote
    static class Depot {
        int price() {
            return 4;
        }
    }

    interface Named {
        String name();
    }

    static class Base {
        public String name() {
            return "base";
        }
    }

    /** Inherits what the interface wants. */
    static class Heir extends Base implements Named {}

    static class HeirToo extends Base implements Named {}

    static class OfNoInterface extends Base {}

    /** Public, with a public constructor, as another loader's copy is used by reflection. */
    public static class Isolated implements Callable<Integer> {
        @Override
        public Integer call() {
            return 5;
        }
    }

    static class Adding implements CustomFault {
        @Override
        public void strike(FaultedCall call) {
            call.answer(100 + ((Shop) call.target()).stock());
        }
    }

    static class Fixtures {
        @ChaosFault(fault = Fault.RETURN, value = "9", at = "@Remote io.wringer..PlacesTest.*.*(..)")
        void annotated() {}

        @ChaosFault(fault = Fault.RETURN, value = "9", at = "io.wringer..PlacesTest.Sh*.st*(String, ..)")
        void pattern() {}

        @ChaosFault(fault = Fault.RETURN, value = "9", at = "@Remote " + HERE + "Shop.price()")
        void annotatedExactly() {}

        @ChaosFault(fault = Fault.RETURN, value = "9", at = HERE + "Isolated.call()")
        void isolated() {}

        @ChaosFault(fault = Fault.RETURN, value = "struck", type = Named.class, method = "name")
        void inherited() {}

        @ChaosFault(fault = Fault.CUSTOM, custom = Adding.class, type = Shop.class, method = "stock()")
        void around() {}

        @ChaosFault(fault = Fault.STALL, type = Shop.class, method = "stock()")
        void stall() {}

        @ChaosFault(fault = Fault.LATENCY, delay = "1ms", jitter = "20ms", type = Shop.class, method = "stock()")
        void jitter() {}
    }

    private static Faults faults(String method) {
        return Faults.of(Fixtures.class, method);
    }

    /** Also one that only the class file has, whether the class is loaded already or not. */
    @Test
    void anAnnotationOfTheMethodOrItsClass() throws Exception {
        assertThat(new Shop().price()).isEqualTo(1);
        Outcome outcome = faults("annotated").run(session -> {
            assertThat(new Shop().price()).isEqualTo(9);
            assertThat(new Depot().price()).isEqualTo(9);
            assertThat(new Shop().stock()).isEqualTo(2);
        });
        assertThat(Faults.fault(outcome, 0).fired()).isEqualTo(2);
        faults("annotatedExactly").run(session -> assertThat(new Shop().price()).isEqualTo(9));
    }

    @Test
    void aPatternWithParameters() throws Exception {
        faults("pattern").run(session -> {
            assertThat(new Shop().stock("book", 1)).isEqualTo(9);
            assertThat(new Shop().stock()).isEqualTo(2);
        });
        assertThat(new Shop().stock("book", 1)).isEqualTo(3);
    }

    /** A loader that knows nothing of Wringer, neither by itself nor by its parents. */
    @Test
    void aClassOfALoaderThatKnowsNoWringer() throws Exception {
        URL classes = Isolated.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {classes}, null)) {
            Outcome outcome = faults("isolated").run(session -> {
                Callable<?> isolated = (Callable<?>) loader.loadClass(Isolated.class.getName())
                        .getConstructor()
                        .newInstance();
                assertThat(isolated.getClass()).isNotEqualTo(Isolated.class);
                assertThat(isolated.call()).isEqualTo(9);
            });
            assertThat(outcome.findings()).isEmpty();
        }
    }

    @Test
    void aMethodThatAClassInherits() throws Exception {
        assertThat(new Base().name()).isEqualTo("base"); // is no Named
        Outcome outcome = faults("inherited").run(session -> {
            assertThat(new Heir().name()).isEqualTo("struck");
            assertThat(new HeirToo().name()).isEqualTo("struck");
            assertThat(new OfNoInterface().name()).isEqualTo("base");
            assertThat(new Base().name()).isEqualTo("base");
        });
        assertThat(Faults.fault(outcome, 0).fired()).isEqualTo(2);
        assertThat(new Heir().name()).isEqualTo("base");
    }

    @Test
    void aLambdaIsSaidToBeOutOfReach() throws Exception {
        Outcome outcome = faults("inherited").run(session -> {
            Named lambda = () -> "lambda";
            assertThat(lambda.name()).isEqualTo("lambda");
        });
        assertThat(Faults.headlines(outcome)).hasSize(1);
        assertThat(outcome.findings().get(0).evidence())
                .anySatisfy(line -> assertThat(line)
                        .startsWith("The JVM lets nobody change lambdas and other hidden classes: ")
                        .contains(PlacesTest.class.getName() + "$$Lambda")
                        .endsWith("Name a method that calls them instead."));
    }

    /** The fault's own call of the method is not struck again. */
    @Test
    void aFaultOfTheUserGoesAroundTheWork() throws Exception {
        Outcome outcome =
                faults("around").run(session -> assertThat(new Shop().stock()).isEqualTo(102));
        assertThat(Faults.fault(outcome, 0).calls()).isEqualTo(1);
    }

    @Test
    void aCallThatIsHeldGoesOnWhenTheTestEnds() throws Exception {
        ChaosSession session = faults("stall").open();
        session.start();
        CompletableFuture<Integer> stock = CompletableFuture.supplyAsync(() -> new Shop().stock());
        await().forever().until(() -> session.chaos().fired() == 1);
        session.close();
        assertThat(stock.get()).isEqualTo(2);
        assertThat(session.finish().findings()).isEmpty();
    }

    @Test
    void aCallThatIsHeldHonoursAnInterrupt() throws Exception {
        Outcome outcome = faults("stall").run(session -> {
            Thread caller = new Thread(() -> new Shop().stock());
            caller.start();
            await().forever().until(() -> session.chaos().fired() == 1);
            caller.interrupt();
            caller.join();
        });
        assertThat(outcome.findings()).isEmpty();
    }

    @Test
    void jitterComesOnTopOfTheDelay() throws Exception {
        long drawn = 0;
        FaultRun.Draw draw = new FaultRun.Draw(Faults.SEED, 0);
        for (int call = 1; call <= 10; call++) {
            drawn += draw.random(call).nextLong(20_000_001);
        }
        long least = drawn + 10_000_000;
        faults("jitter").run(session -> {
            long start = System.nanoTime();
            for (int call = 1; call <= 10; call++) {
                new Shop().stock();
            }
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(least);
        });
    }

    @Test
    void workThatOutlivesItsTestBelongsToNone() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        CountDownLatch over = new CountDownLatch(1);
        Supplier<Integer> price = () -> new Shop().price();
        try {
            AtomicReference<Future<Integer>> late = new AtomicReference<>();
            faults("annotated").parallel().run(session -> {
                assertThat(pool.submit(price::get).get()).isEqualTo(9);
                late.set(pool.submit(() -> {
                    over.await();
                    return price.get();
                }));
            });
            faults("annotated").parallel().run(session -> {
                over.countDown();
                assertThat(late.get().get()).isEqualTo(1);
                assertThat(price.get()).isEqualTo(9);
            });
        } finally {
            pool.shutdownNow();
        }
    }
}
