package io.wringer.samples.guide;

import static io.wringer.extension.assertj.WringerAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.Slo;
import io.wringer.stress.StressPlan;
import io.wringer.stress.StressTest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The examples of the chapter about stress tests.
 *
 * <p>Those with a rate have as many threads as starts, so that a busy machine makes none of them miss.
 */
class StressGuideTests {

    private final Map<Integer, String> cache = new ConcurrentHashMap<>();

    // tag::closed[]
    @StressTest(threads = 4, duration = "500ms", warmup = "200ms")
    @Slo({"p95 < 50ms", "success >= 99%", "throughput >= 100/s"})
    void computesOnce() {
        cache.computeIfAbsent(7, String::valueOf);
    }
    // end::closed[]

    // tag::exact[]
    @StressTest(threads = 8, iterations = 1000)
    void entersTheBodyExactlyAThousandTimes() {
        cache.merge(1, "x", (old, added) -> added);
    }
    // end::exact[]

    // tag::open[]
    @StressTest(threads = 20, rate = "20/s", duration = "1s")
    @Slo("p50 < 1s")
    void answersInTimeAtAGivenRate() {
        cache.get(7);
    }
    // end::open[]

    // tag::stages[]
    @StressTest(
            threads = 20,
            stages = {"500ms: 0 -> 20/s", "500ms: 20/s", "500ms: 20/s -> 0"})
    void followsTheDay() {
        cache.get(7);
    }
    // end::stages[]

    // tag::plan[]
    @StressTest(threads = 4, iterations = 5000)
    @Slo("cache hit ratio >= 50%")
    void mixedLoad(StressPlan plan) {
        StressPlan.Feeder<Integer> keys = plan.random(random -> random.nextInt(100));
        StressPlan.Feeder<String> values = plan.feeder(List.of("red", "green", "blue"));
        StressPlan.Ratio hits = plan.ratio("cache hit ratio");

        plan.operation("get", 80, () -> {
                    String value = cache.get(keys.next());
                    hits.record(value != null);
                    return value;
                })
                .operation("put", 20, () -> cache.put(keys.next(), values.next()))
                .objectives("p95 < 50ms for get")
                .invariant("bounded", () -> assertThat(cache).hasSizeLessThanOrEqualTo(100))
                .finalCheck(result -> assertThat(result)
                        .hasNoFailures()
                        .operation("put")
                        .p50()
                        .isLessThan("50ms"));
    }
    // end::plan[]

    // tag::async[]
    @StressTest(threads = 2, iterations = 100)
    void waitsForTheAnswer(StressPlan plan) {
        plan.asyncOperation("send", 1, () -> CompletableFuture.supplyAsync(() -> cache.get(7)));
    }
    // end::async[]
}
