package io.wringer.extension.leak;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.extension.agent.AgentUnavailableException;
import io.wringer.extension.leak.Series.Measure;
import io.wringer.extension.leak.heap.HeapWalker;
import io.wringer.extension.leak.heap.WalkRefusedException;
import io.wringer.extension.verdict.Finding;
import io.wringer.leak.Resource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.WeakHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Growing classes and growing containers joined, over a hundred iterations between two walks of a few objects. */
class HeapJudgeTests {

    private static final int ITERATIONS = 100;
    private static final String PROPERTY = "wringer.test.";

    private final Shop shop = new Shop();
    private final List<Finding> unexplained = new ArrayList<>();

    static final class Shop {
        final List<Object> orders = new ArrayList<>();
        final Map<String, Order> byName = new HashMap<>();
        final Queue<Object> waiting = new ArrayDeque<>();
    }

    record Order(byte[] lines) {}

    @Test
    void aContainerThatTookUpTheObjectsIsTheLeak() throws Exception {
        List<HeapLeak> leaks =
                judge(Map.of(), () -> shop.orders.add(new Order(new byte[100])), instances(Order.class.getName(), 100));

        assertThat(leaks).hasSize(1);
        assertThat(leaks.get(0).referencesPerIteration()).isEqualTo(1);
        assertThat(leaks.get(0).bytesPerIteration()).isBetween(100.0, 160.0);
        assertThat(leaks.get(0).holder().path().render())
                .isEqualTo("test instance " + Shop.class.getName() + " -> orders: ArrayList -> [elements] -> "
                        + Order.class.getName());
    }

    @Test
    void classesThatGrowTogetherAreOneLeak() throws Exception {
        List<HeapLeak> leaks = judge(
                Map.of(),
                () -> shop.byName.put("order " + shop.byName.size(), new Order(new byte[100])),
                instances(Order.class.getName(), 100),
                instances("java.lang.String", 100),
                instances("[B", 200),
                instances("java.util.HashMap$Node", 100));

        assertThat(leaks).hasSize(1);
        assertThat(leaks.get(0).holder().path().type()).isEqualTo(Order.class.getName());
    }

    /** What a load lasts is long enough for the JDK to do something of its own. */
    @ParameterizedTest
    @CsvSource({"20, 0", "60, 1"})
    void whatTheJdkHoldsOfItsOwnMustComeWithTheOperations(int properties, int leaks) throws Exception {
        int[] added = {0};
        try {
            assertThat(judge(
                            HeapWalker.open(List.of(), List.of(this), type -> false),
                            Map.of(),
                            () -> {
                                if (added[0] < properties) {
                                    System.setProperty(PROPERTY + added[0]++, "lazy");
                                }
                            },
                            instances("java.util.concurrent.ConcurrentHashMap$Node", properties)))
                    .hasSize(leaks);
            assertThat(unexplained).isEmpty();
        } finally {
            System.getProperties().keySet().removeIf(key -> key.toString().startsWith(PROPERTY));
        }
    }

    @ParameterizedTest
    @CsvSource({"100, 1", "10, 2"})
    void aFewOfTheSameClassElsewhereAreNoFindingOfTheirOwn(int every, int leaks) throws Exception {
        int[] orders = {0};
        List<HeapLeak> found = judge(
                Map.of(),
                () -> {
                    Order order = new Order(new byte[100]);
                    (orders[0]++ % every == 0 ? shop.waiting : shop.orders).add(order);
                },
                instances(Order.class.getName(), 100));

        assertThat(found).hasSize(leaks);
        assertThat(found.get(0).referencesPerIteration()).isGreaterThan(0.5);
    }

    @Test
    void growthWithoutAContainerIsANote() throws Exception {
        assertThat(judge(Map.of(), () -> {}, instances(Order.class.getName(), 100)))
                .isEmpty();
        assertThat(unexplained.get(0).headline())
                .isEqualTo(
                        Order.class.getName() + " grew (+1.00 per iteration) but no container was found that holds"
                                + " more of them; they may hang on a stack or on native code, so this is not counted as a leak");
    }

    @Test
    void toleratedGrowthIsNone() throws Exception {
        assertThat(judge(
                        Map.of("wringer.leak.growth", "1KB"),
                        () -> shop.orders.add(new Order(new byte[100])),
                        instances(Order.class.getName(), 100)))
                .isEmpty();
    }

    @Test
    void aFieldThatIsIgnoredMayGrow() throws Exception {
        assertThat(judge(
                        Map.of("wringer.leak.ignore", Shop.class.getName() + ".orders"),
                        () -> shop.orders.add(new Order(new byte[100])),
                        instances(Order.class.getName(), 100)))
                .isEmpty();
    }

    @Test
    void anArrayThatSwellsIsALeak() throws Exception {
        StringBuilder log = new StringBuilder();
        shop.orders.add(log);

        List<HeapLeak> leaks =
                judge(Map.of(), () -> log.append("one more line"), series("[B", Measure.BYTES, ITERATIONS * 13));

        assertThat(leaks).hasSize(1);
        assertThat(leaks.get(0).swells()).isTrue();
        assertThat(leaks.get(0).holder().path().render()).endsWith("[elements] -> value: byte[]");
    }

    /** Nothing was collected in between; entries that live on would be more and more objects. */
    @Test
    void aTableOfWeakEntriesMaySwell() throws Exception {
        Map<Object, String> weak = new WeakHashMap<>();
        shop.orders.add(weak);

        assertThat(judge(
                        Map.of(),
                        () -> weak.put(new Object(), "listener"),
                        series("[Ljava.util.WeakHashMap$Entry;", Measure.BYTES, 512)))
                .isEmpty();
    }

    private List<HeapLeak> judge(Map<String, String> overrides, Runnable iteration, Series... grown)
            throws AgentUnavailableException, WalkRefusedException {
        return judge(HeapWalker.from(List.of(shop)), overrides, iteration, grown);
    }

    private List<HeapLeak> judge(HeapWalker walker, Map<String, String> overrides, Runnable iteration, Series... grown)
            throws WalkRefusedException {
        walker.before();
        for (int i = 0; i < ITERATIONS; i++) {
            iteration.run();
        }
        walker.after();
        List<Series> instances = List.of(grown).stream()
                .filter(series -> series.measure() == Measure.INSTANCES)
                .toList();
        List<Series> bytes = List.of(grown).stream()
                .filter(series -> series.measure() == Measure.BYTES)
                .toList();
        return new HeapJudge(Bodies.spec(overrides), classes -> classes)
                .judge(
                        new Suspicion(instances, bytes, Map.of()),
                        new Walked(walker.growth(), ITERATIONS, false),
                        unexplained);
    }

    private static Series instances(String name, long growth) {
        return series(name, Measure.INSTANCES, growth);
    }

    private static Series series(String name, Measure measure, long growth) {
        return new Series(Resource.HEAP, name, measure, List.of(0, ITERATIONS), List.of(1_000L, 1_000 + growth));
    }
}
