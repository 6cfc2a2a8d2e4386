package io.wringer.extension.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.wringer.extension.run.Outcome;
import io.wringer.extension.verdict.Finding;
import io.wringer.extension.verdict.Severity;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.WeakHashMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Loads whose quiet moments lie half a minute apart by a clock of their own. */
class LoadCheckTest {

    private static final ArrayList<Order> KEPT = new ArrayList<>();
    private static final Queue<Object> ERRORS = new ConcurrentLinkedQueue<>();
    private static final List<Object> BOUNDED = new ArrayList<>();
    private static final Map<String, String> HEAP = Map.of("wringer.leak.watch", "HEAP", "wringer.leak.dump", "false");
    private static final int OPERATIONS = 1_000;
    private static final int MOMENTS = 6;

    private final List<Order> cache = new ArrayList<>();
    private long now = 1;

    record Order(byte[] lines) {}

    @AfterEach
    void clear() {
        KEPT.clear();
        KEPT.trimToSize();
        ERRORS.clear();
        BOUNDED.clear();
    }

    @Test
    void aLeakIsNamedWithItsTrend() {
        Outcome outcome = load(() -> KEPT.add(new Order(new byte[2_000])));

        Finding finding = Bodies.failures(outcome).get(0);
        assertThat(finding.headline())
                .startsWith(Order.class.getName() + " accumulates: static " + LoadCheckTest.class.getName()
                        + ".KEPT: ArrayList -> [elements] -> " + Order.class.getName() + " (+1.00 per iteration, 1.98");
        assertThat(finding.evidence())
                .anySatisfy(line -> assertThat(line)
                        .startsWith("trend over 180 s and 7 quiet moments: live heap +")
                        .contains(" MiB per hour (95% confidence ")
                        .contains("; least squares +")
                        .contains("% of the variance), which does not flatten; threads "));
        assertThat(outcome.observations().facts()).containsKeys("trends", "series");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void aSlowLeakOfClassesOfTheJdkIsNamed(String type, Supplier<Object> leaked) {
        int[] calls = {0};
        Outcome outcome = load(() -> {
            if (++calls[0] % 20 == 0) {
                ERRORS.add(leaked.get());
            }
        });

        assertThat(outcome.findings()).as(Bodies.text(outcome)).hasSize(1);
        assertThat(Bodies.failures(outcome).get(0).headline())
                .startsWith(type + " accumulates: static " + LoadCheckTest.class.getName()
                        + ".ERRORS: ConcurrentLinkedQueue -> [elements] -> " + type + " (+0.050 per iteration, ");
    }

    static Stream<Arguments> aSlowLeakOfClassesOfTheJdkIsNamed() {
        return Stream.of(
                arguments("java.lang.String", (Supplier<Object>) () -> "order " + System.nanoTime()),
                arguments("java.lang.Exception", (Supplier<Object>) () -> new Exception("order " + System.nanoTime())),
                arguments("byte[]", (Supplier<Object>) () -> new byte[10]));
    }

    @Test
    void oneObjectThatIsKeptAgainAndAgainIsNamed() {
        Order order = new Order(new byte[2_000]);
        Outcome outcome = load(() -> KEPT.add(order));

        assertThat(Bodies.failures(outcome).get(0).headline())
                .startsWith(Order.class.getName() + " is referred to again and again: static "
                        + LoadCheckTest.class.getName() + ".KEPT: ArrayList -> [elements] -> " + Order.class.getName()
                        + " (+1.00 per iteration, ");
    }

    /** Operations of the warm-up come after the first count and are not among those that were measured. */
    @Test
    void theWarmUpOfALoadDoesNotBlurThePace() {
        Runnable operation = () -> KEPT.add(new Order(new byte[100]));
        Outcome outcome = load(20 * OPERATIONS, MOMENTS, operation);

        assertThat(Bodies.failures(outcome).get(0).headline())
                .startsWith(Order.class.getName() + " accumulates: ")
                .contains("(+1.00 per iteration, ");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 20})
    void aLeakIsFoundAtAnyNumberOfMoments(int moments) {
        Outcome outcome = load(0, moments, () -> ERRORS.add("order"));

        assertThat(Bodies.failures(outcome)).as(Bodies.text(outcome)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 20})
    void aCacheThatFillsLateIsSilentAtAnyNumberOfMoments(int moments) {
        int[] calls = {0};
        Outcome outcome = load(0, moments, () -> {
            if (++calls[0] <= moments * OPERATIONS / 2) {
                ERRORS.add("order");
            }
        });

        assertThat(Bodies.said(outcome)).as(Bodies.text(outcome)).isEmpty();
    }

    /** Only a longer load could tell it from a leak. */
    @Test
    void aSmallContainerThatFillsSlowlyIsSilent() {
        Queue<String> last = new ArrayBlockingQueue<>(100);
        BOUNDED.add(last);
        int[] calls = {0};
        Outcome outcome = load(() -> {
            if (++calls[0] % 100 == 0) {
                last.offer("error");
            }
        });

        assertThat(Bodies.said(outcome)).as(Bodies.text(outcome)).isEmpty();
    }

    @Test
    void aCacheThatHasFilledIsSilent() {
        Outcome outcome = load(() -> {
            if (cache.size() < 1_500) {
                cache.add(new Order(new byte[2_000]));
            }
        });

        assertThat(Bodies.said(outcome)).as(Bodies.text(outcome)).isEmpty();
    }

    @Test
    void aCacheThatDropsItsEldestIsSilent() {
        Map<String, byte[]> eldestFirst = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
                return size() > 2_500;
            }
        };
        int[] calls = {0};
        BOUNDED.add(eldestFirst);
        Outcome outcome = load(() -> eldestFirst.put("order " + calls[0]++, new byte[10]));

        assertThat(Bodies.said(outcome)).as(Bodies.text(outcome)).isEmpty();
    }

    @Test
    void aCacheWithKeysAtRandomIsSilent() {
        Map<Integer, String> byNumber = new ConcurrentHashMap<>();
        Random random = new Random(7);
        BOUNDED.add(byNumber);
        Outcome outcome = load(() -> byNumber.computeIfAbsent(random.nextInt(1_500), String::valueOf));

        assertThat(Bodies.said(outcome)).as(Bodies.text(outcome)).isEmpty();
    }

    @Test
    void aPoolOfBuffersIsSilent() {
        Deque<byte[]> pool = new ConcurrentLinkedDeque<>();
        BOUNDED.add(pool);
        int[] calls = {0};
        Outcome outcome = load(() -> {
            List<byte[]> borrowed = new ArrayList<>();
            for (int i = 0; i <= calls[0] / 500 && i < 5; i++) { // peaks get higher until the pool is full
                byte[] buffer = pool.poll();
                borrowed.add(buffer == null ? new byte[100] : buffer);
            }
            calls[0]++;
            pool.addAll(borrowed);
        });

        assertThat(Bodies.said(outcome)).as(Bodies.text(outcome)).isEmpty();
    }

    @Test
    void whatIsWeaklyHeldIsSilent() {
        Map<Object, String> byKey = new WeakHashMap<>();
        BOUNDED.add(byKey);
        Outcome outcome = load(() -> byKey.put(new Object(), "order"));

        assertThat(Bodies.said(outcome)).as(Bodies.text(outcome)).isEmpty();
    }

    /** What only a stack holds is seen growing, and not what holds it. */
    @Test
    void growthThatNothingExplainsIsAWarning() {
        List<Order> onTheStack = new ArrayList<>();
        Outcome outcome = load(() -> onTheStack.add(new Order(new byte[2_000])));

        assertThat(outcome.findings()).as(Bodies.text(outcome)).allMatch(each -> each.severity() == Severity.NOTE);
        assertThat(outcome.findings())
                .anySatisfy(finding -> assertThat(finding.headline())
                        .startsWith(Order.class.getName()
                                + " grew (+1.00 per iteration) but no container was found that holds more of them"))
                .anySatisfy(finding -> assertThat(finding.headline())
                        .matches("unbounded growth: live heap \\+\\S+ MiB per hour \\(95% confidence .*; least squares"
                                + " \\+.*% of the variance\\), which does not flatten; nothing that grew from each quiet"
                                + " moment to the next explains it, so that this is a warning and not a failure"));
        assertThat(onTheStack).hasSize(MOMENTS * OPERATIONS);
    }

    private Outcome load(Runnable operation) {
        return load(0, MOMENTS, operation);
    }

    private Outcome load(int warmup, int moments, Runnable operation) {
        Object owner = new Object();
        LoadCheck check = LoadCheck.before(Bodies.spec(HEAP), new Probe(), owner, () -> now);
        run(warmup, operation);
        for (int moment = 1; moment <= moments; moment++) {
            run(OPERATIONS, operation);
            now += TimeUnit.SECONDS.toNanos(30);
            if (moment < moments) {
                check.checkpoint((long) moment * OPERATIONS);
            }
        }
        return check.after((long) moments * OPERATIONS);
    }

    private static void run(int times, Runnable operation) {
        for (int i = 0; i < times; i++) {
            operation.run();
        }
    }
}
