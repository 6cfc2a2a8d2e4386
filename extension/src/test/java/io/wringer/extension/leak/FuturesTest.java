package io.wringer.extension.leak;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.extension.run.Outcome;
import io.wringer.extension.verdict.Finding;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Futures that others wait for and that nobody completes. */
class FuturesTest {

    private static final String HERE = FuturesTest.class.getName();
    private static final String FUTURE = CompletableFuture.class.getName();
    private static final Map<String, String> FUTURES = watching("FUTURES");

    private static final Map<Integer, CompletableFuture<String>> ANSWERS = new ConcurrentHashMap<>();
    private static CompletableFuture<String> started = new CompletableFuture<>();

    private final List<CompletableFuture<?>> kept = new ArrayList<>();
    private final Deque<Request> requests = new ArrayDeque<>();
    private int number;

    record Request(CompletableFuture<String> answer) {}

    @AfterEach
    void complete() {
        ANSWERS.clear();
        started = new CompletableFuture<>();
    }

    @Test
    void aMapOfThemIsNamedWithTheHolderAndWhoWaits() throws Throwable {
        Finding finding = leak(FUTURES, this::ask);

        assertThat(finding.headline())
                .startsWith("futures that are never completed accumulate: static " + HERE
                        + ".ANSWERS: ConcurrentHashMap -> [entries] -> " + FUTURE + " (+1.00 per iteration, ");
        assertThat(finding.evidence())
                .anyMatch(line ->
                        line.startsWith("grew by ") && line.contains(" futures; ") && line.contains(" dependents wait"))
                .anyMatch(line -> line.contains("of them from")
                        && line.contains("at " + FUTURE + ".thenAccept")
                        && line.contains("at " + HERE + ".ask"));
    }

    @Test
    void togetherWithTheHeapTheSameIsToldOnce() throws Throwable {
        assertThat(leak(watching("HEAP,FUTURES"), this::ask).headline())
                .startsWith("futures that are never completed accumulate: ");
    }

    @Test
    void whatHoldsTheFutureLeads() throws Throwable {
        assertThat(leak(watching("HEAP,FUTURES"), this::request).headline())
                .startsWith(Request.class.getName() + " accumulates: test instance " + HERE + " -> requests");
        requests.clear();
        assertThat(leak(FUTURES, this::request).headline())
                .startsWith("futures that are never completed accumulate: test instance " + HERE
                        + " -> requests: ArrayDeque -> [elements] -> answer: " + FUTURE);
    }

    @Test
    void dependentsOfOneFutureNeedNoContainer() throws Throwable {
        Finding finding = leak(FUTURES, () -> started.thenRun(() -> {}));

        assertThat(finding.headline())
                .startsWith("dependents of a future that is never completed accumulate: static " + HERE + ".started: "
                        + FUTURE + " (+1.00 per iteration, ");
        assertThat(finding.evidence())
                .anyMatch(line -> line.contains(" dependents wait for it"))
                .anyMatch(line -> line.contains("at " + FUTURE + ".thenRun") && line.contains("at " + HERE));
    }

    @Test
    void dependentsOfSeveralSortsCountTogether() throws Throwable {
        assertThat(leak(FUTURES, () -> {
                            started.thenApply(value -> value + 1).thenAccept(value -> {});
                            started.thenAcceptBoth(CompletableFuture.completedFuture(1), (a, b) -> {});
                        })
                        .headline())
                .startsWith("dependents of a future that is never completed accumulate: static " + HERE + ".started: "
                        + FUTURE + " (+2.00 per iteration, ");
    }

    @Test
    void completedOnesAreNoFuturesThatAreNeverCompleted() throws Throwable {
        clean(() -> {
            CompletableFuture<String> answer = new CompletableFuture<>();
            answer.thenAccept(value -> {});
            answer.complete("yes");
            kept.add(answer);
        });
        assertThat(leak(watching("HEAP,FUTURES"), () -> kept.add(CompletableFuture.completedFuture("yes")))
                        .headline())
                .startsWith(FUTURE + " accumulates: test instance " + HERE + " -> kept");
    }

    @Test
    void onesThatNobodyHoldsAreSilent() throws Throwable {
        clean(() -> {
            new CompletableFuture<String>();
            new CompletableFuture<String>().thenAccept(value -> {});
        });
    }

    @Test
    void aBoundedNumberOfThemIsSilent() throws Throwable {
        clean(() -> {
            requests.add(waitedFor());
            if (requests.size() > 8) {
                requests.remove().answer().complete("at last");
            }
        });
    }

    @Test
    void onesThatTimeOutAreSilent() throws Throwable {
        clean(() -> {
            CompletableFuture<String> answer = waitedFor().answer();
            kept.add(answer);
            answer.orTimeout(1, TimeUnit.NANOSECONDS)
                    .handle((value, failure) -> value)
                    .join();
        });
    }

    private void ask() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        answer.thenAccept(value -> {});
        ANSWERS.put(number++, answer);
        CompletableFuture<String> other = new CompletableFuture<>();
        other.thenApply(value -> value);
        other.complete("answered");
    }

    private void request() {
        requests.add(waitedFor());
    }

    private static Request waitedFor() {
        Request request = new Request(new CompletableFuture<>());
        request.answer().thenAccept(value -> {});
        return request;
    }

    private Finding leak(Map<String, String> overrides, Bodies.Code code) throws Throwable {
        Outcome outcome = Bodies.repeat(overrides, this, code);
        assertThat(Bodies.failures(outcome)).as(Bodies.text(outcome)).hasSize(1);
        return Bodies.failures(outcome).get(0);
    }

    private void clean(Bodies.Code code) throws Throwable {
        Outcome outcome = Bodies.repeat(FUTURES, this, code);
        assertThat(Bodies.said(outcome)).as(Bodies.text(outcome)).isEmpty();
    }

    private static Map<String, String> watching(String kinds) {
        Map<String, String> overrides =
                new HashMap<>(Map.of("wringer.leak.iterations", "60", "wringer.leak.warmup", "10"));
        overrides.put("wringer.leak.watch", kinds);
        return overrides;
    }
}
