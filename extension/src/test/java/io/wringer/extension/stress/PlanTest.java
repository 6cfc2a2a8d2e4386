package io.wringer.extension.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wringer.Slo;
import io.wringer.WringerConfigurationException;
import io.wringer.extension.run.Outcome;
import io.wringer.extension.verdict.Finding;
import io.wringer.stress.StressPlan;
import io.wringer.stress.StressTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanTest {

    static class Loads {
        @StressTest(threads = 2, iterations = 1000)
        void plain() {}

        @StressTest(threads = 2, iterations = 1000)
        @Slo("p99 < 1m for gett")
        void unknownOperation() {}

        @StressTest(threads = 2, iterations = 1000)
        @Slo("cache hit ration >= 98%")
        void unknownMetric() {}

        @StressTest(threads = 2, iterations = 1000)
        @Slo({"cache hit ratio >= 98%", "retries <= 10", "depth < 5"})
        void metrics() {}

        @StressTest(threads = 2, iterations = 20)
        void few() {}
    }

    private static Outcome run(String method, Consumer<StressPlan> plan) throws Exception {
        return Sessions.runPlan(Sessions.spec(Loads.class, method), plan);
    }

    @Test
    void weighsOperationsExactly() throws Exception {
        AtomicInteger gets = new AtomicInteger();
        AtomicInteger puts = new AtomicInteger();
        Outcome outcome = run(
                "plain",
                plan -> plan.operation("get", 80, () -> gets.incrementAndGet()).operation("put", 20, () -> {
                    puts.incrementAndGet();
                }));
        assertThat(gets.get() + puts.get()).isEqualTo(1000);
        assertThat(gets).hasValueBetween(798, 802); // each worker ends somewhere in its round of five
        StressObservations observed = Sessions.observed(outcome);
        assertThat(observed.operation("get").count()).isEqualTo(gets.get());
        assertThat(observed.operation("put").count()).isEqualTo(puts.get());
        assertThat(outcome.findings()).isEmpty();
    }

    @Test
    void namesTheOperationThatFails() throws Exception {
        Outcome outcome = run(
                "plain",
                plan -> plan.operation("get", 1, () -> "value").operation("put", 1, () -> {
                    throw new IllegalStateException("full");
                }));
        assertThat(outcome.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.headline()).matches("(499|500|501) of 1,000 operations failed \\(50%\\): .*");
            assertThat(finding.evidence().get(0)).contains(" x java.lang.IllegalStateException in put at ");
        });
    }

    @Test
    void checksInvariantsWhileNothingIsInFlightAndAtTheEnd() throws Exception {
        AtomicInteger inFlight = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        AtomicInteger checks = new AtomicInteger();
        Outcome outcome = run(
                "plain",
                plan -> plan.operation("add", 1, () -> {
                            inFlight.incrementAndGet();
                            done.incrementAndGet();
                            inFlight.decrementAndGet();
                        })
                        .invariant("quiet", () -> assertThat(inFlight).hasValue(0))
                        .invariant("bounded", () -> {
                            checks.incrementAndGet();
                            assertThat(done.get()).isLessThanOrEqualTo(600);
                        }));
        assertThat(outcome.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.headline()).startsWith("invariant \"bounded\" did not hold after 666 operations (");
            assertThat(finding.causes()).singleElement().isInstanceOf(AssertionError.class);
        });
        assertThat(checks).as("not asked again once broken").hasValue(4);
    }

    @Test
    void finalInvariantSeesTheEnd() throws Exception {
        AtomicInteger done = new AtomicInteger();
        Outcome outcome = run(
                "plain",
                plan -> plan.operation("add", 1, () -> done.incrementAndGet())
                        .invariant("fewer", () -> assertThat(done.get()).isLessThan(1000)));
        assertThat(outcome.findings().get(0).headline())
                .startsWith("invariant \"fewer\" did not hold after 1,000 operations");
    }

    @Test
    void latencyOfAnAsynchronousOperationEndsWhenItCompletes() throws Exception {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
        try {
            AtomicInteger calls = new AtomicInteger();
            Outcome outcome = run(
                    "few",
                    plan -> plan.asyncOperation("send", 1, () -> {
                        CompletableFuture<String> sent = new CompletableFuture<>();
                        boolean fails = calls.getAndIncrement() == 3;
                        executor.schedule(
                                () -> fails
                                        ? sent.completeExceptionally(new IllegalStateException("refused"))
                                        : sent.complete(""),
                                10,
                                TimeUnit.MILLISECONDS);
                        return sent.thenApply(String::trim);
                    }));
            StressObservations observed = Sessions.observed(outcome);
            assertThat(observed.total().count()).isEqualTo(20);
            assertThat(observed.total().latencies().min()).isGreaterThanOrEqualTo(9_990_000);
            assertThat(outcome.findings())
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.headline())
                            .startsWith(
                                    "1 of 20 operations failed (5%): java.lang.IllegalStateException: refused at "));
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void hooksRunAroundEachOperationOutsideItsLatency() throws Exception {
        ConcurrentLinkedQueue<String> events = new ConcurrentLinkedQueue<>();
        ThreadLocal<Long> beforeEnded = new ThreadLocal<>();
        AtomicLong betweenHooks = new AtomicLong();
        Outcome outcome = run(
                "few",
                plan -> plan.operation("get", 1, () -> events.add("get"))
                        .before(operation -> {
                            events.add("before " + operation);
                            Thread.sleep(5);
                            beforeEnded.set(System.nanoTime());
                        })
                        .after(operation -> {
                            betweenHooks.addAndGet(System.nanoTime() - beforeEnded.get());
                            events.add("after " + operation);
                        }));
        assertThat(events).hasSize(60).contains("before get", "get", "after get");
        assertThat(Sessions.observed(outcome).total().latencies().mean() * 20)
                .isLessThanOrEqualTo(1.01 * betweenHooks.get()); // a histogram is 0.1 % off
        assertThat(outcome.findings()).isEmpty();
    }

    @Test
    void aFailingHookFailsTheOperation() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Outcome outcome = run(
                "few",
                plan -> plan.operation("get", 1, () -> calls.incrementAndGet()).before(operation -> {
                    throw new IllegalStateException("no data");
                }));
        assertThat(calls).hasValue(0);
        assertThat(outcome.findings().get(0).headline()).startsWith("20 of 20 operations failed (100%): ");
    }

    @Test
    void judgesMetricsOfTheTest() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Outcome outcome = run("metrics", plan -> {
            StressPlan.Ratio hits = plan.ratio("cache hit ratio");
            StressPlan.Counter retries = plan.counter("retries");
            plan.metric("depth", () -> 7);
            plan.operation("get", 1, () -> {
                int call = calls.getAndIncrement();
                hits.record(call % 10 != 0);
                if (call % 50 == 0) {
                    retries.increment();
                }
            });
        });
        assertThat(outcome.findings())
                .extracting(Finding::headline)
                .containsExactly(
                        "cache hit ratio 90% breaks \"cache hit ratio >= 98%\": 95% confidence 88% to 91.8%, 1,000 events",
                        "retries 20 breaks \"retries <= 10\": 1,000 operations",
                        "depth 7 breaks \"depth < 5\": 1,000 operations");
    }

    @Test
    void metricsOfTheTestAreDrawnOverTime() throws Exception {
        AtomicInteger depth = new AtomicInteger();
        Outcome outcome = run("plain", plan -> {
            StressPlan.Ratio hits = plan.ratio("hits");
            StressPlan.Counter retries = plan.counter("retries");
            plan.ratio("misses");
            plan.metric("depth", depth::get);
            plan.operation("get", 1, () -> {
                hits.record(true);
                retries.add(2);
                depth.incrementAndGet();
            });
        });
        List<Second> seconds = Sessions.observed(outcome).seconds();
        assertThat(seconds.get(seconds.size() - 1).metrics())
                .containsEntry("hits", 1.0)
                .containsEntry("retries", 2000.0)
                .containsEntry("depth", 1000.0)
                .containsEntry("misses", Double.NaN);
        assertThat((List<?>) outcome.observations().facts().get("series"))
                .extracting(series -> ((Map<?, ?>) series).get("name") + " " + ((Map<?, ?>) series).get("unit"))
                .contains("hits share", "retries ", "depth ", "misses share");
    }

    @Test
    void aRatioWithoutEventsHasNoSample() throws Exception {
        Outcome outcome = run("metrics", plan -> {
            plan.ratio("cache hit ratio");
            plan.counter("retries");
            plan.metric("depth", () -> 1);
            plan.operation("get", 1, () -> {});
        });
        assertThat(outcome.findings())
                .extracting(Finding::headline)
                .containsExactly("\"cache hit ratio >= 98%\" has no sample: nothing was recorded for cache hit ratio");
    }

    @Test
    void theFinalCheckReceivesTheResult() throws Exception {
        Outcome outcome = run(
                "plain",
                plan -> plan.operation("get", 1, () -> "value").finalCheck(result -> {
                    assertThat(result.count()).isEqualTo(1000);
                    assertThat(result.operation("get").failures()).isZero();
                    assertThat(result.p99()).isPositive();
                    assertThat(result.operations()).hasSize(1);
                    throw new AssertionError("not good enough");
                }));
        assertThat(outcome.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.headline()).isEqualTo("final check failed: java.lang.AssertionError: not good enough");
            assertThat(finding.causes()).hasSize(1);
        });
    }

    @Test
    void feedsInOrderAndFromFiles(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("users.csv"), "name,quote\r\nann,\"a, \"\"b\"\"\nc\"\r\nbob,\r\n");
        ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
        run("few", plan -> {
            StressPlan.Feeder<Integer> numbers = plan.feeder(List.of(1, 2, 3, 4));
            StressPlan.Feeder<Map<String, String>> users = plan.csv(file);
            plan.operation("get", 1, () -> {
                seen.add("number " + numbers.next());
                Map<String, String> user = users.next();
                seen.add(user.get("name") + "=" + user.get("quote"));
            });
        });
        for (int number = 1; number <= 4; number++) {
            assertThat(java.util.Collections.frequency(seen, "number " + number))
                    .isEqualTo(5);
        }
        assertThat(seen).contains("ann=a, \"b\"\nc", "bob=");
    }

    @Test
    void randomValuesDependOnTheSeedAlone() throws Exception {
        assertThat(randoms()).isEqualTo(randoms());
    }

    private static Map<String, List<Integer>> randoms() throws Exception {
        Map<String, List<Integer>> byThread = new java.util.concurrent.ConcurrentHashMap<>();
        java.util.concurrent.CountDownLatch both = new java.util.concurrent.CountDownLatch(2);
        run("few", plan -> {
            StressPlan.Feeder<Integer> dice = plan.random(random -> random.nextInt(1_000_000));
            plan.operation("roll", 1, () -> {
                List<Integer> rolls =
                        byThread.computeIfAbsent(Thread.currentThread().getName(), name -> new java.util.ArrayList<>());
                int roll = dice.next();
                if (rolls.isEmpty()) {
                    rolls.add(roll);
                    both.countDown();
                    both.await(); // so that both threads get some
                }
            });
        });
        assertThat(byThread).hasSize(2);
        return byThread;
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknownOperation", "unknownMetric"})
    void namesTheNearestKnownName(String method) {
        assertThatThrownBy(() -> run(method, plan -> {
                    plan.ratio("cache hit ratio");
                    plan.operation("get", 1, () -> {
                        throw new AssertionError("must not run");
                    });
                }))
                .isInstanceOf(WringerConfigurationException.class)
                .hasMessageContaining("@Slo on Loads." + method + "(): ")
                .hasMessageContaining(
                        method.equals("unknownMetric")
                                ? "names the unknown metric \"cache hit ration\"."
                                : "names the unknown operation \"gett\".")
                .hasMessageContaining(
                        method.equals("unknownMetric") ? "Did you mean \"cache hit ratio\"?" : "Did you mean \"get\"?");
    }

    @Test
    void refusesPlansThatCannotBeUsed() {
        assertMistake(plan -> {}, "it declares no operation.");
        assertMistake(plan -> plan.operation("get", 0, () -> {}), "the weight 0 of operation \"get\" is less than 1.");
        assertMistake(plan -> plan.operation(" ", 1, () -> {}), "there is a blank name.");
        assertMistake(
                plan -> plan.operation("get", 1, () -> {}).operation("get", 1, () -> {}),
                "there are two of the name \"get\".");
        assertMistake(plan -> plan.operation("get", 1, (StressPlan.Operation) null), "operation \"get\" is null.");
        assertMistake(plan -> plan.feeder(List.of()), "a feeder has no values.");
        assertMistake(plan -> plan.csv(Path.of("missing.csv")), "the feeder of missing.csv can't be read: ");
        assertMistake(plan -> plan.objectives("p99 < fast"), "the objective \"p99 < fast\" can't be read: ");
    }

    private static void assertMistake(Consumer<StressPlan> plan, String message) {
        assertThatThrownBy(() -> run("few", plan))
                .isInstanceOf(WringerConfigurationException.class)
                .hasMessageStartingWith("StressPlan of Loads.few(): ")
                .hasMessageContaining(message);
    }

    @Test
    void aPlanThatIsChangedDuringTheLoadIsAMistake() throws Exception {
        Outcome outcome = run("few", plan -> plan.operation("get", 1, () -> plan.counter("late")));
        assertThat(outcome.findings().get(0).headline()).contains("it was changed after the load had begun.");
    }

    @Test
    void objectivesOfThePlanCount() throws Exception {
        Outcome outcome = run("few", plan -> plan.operation("get", 1, () -> {}).objectives("max > 1h for get"));
        assertThat(outcome.findings().get(0).headline())
                .startsWith("max of get ")
                .contains("breaks \"max > 1h for get\"");
    }
}
