package io.wringer.extension.stress;

import io.wringer.extension.grammar.Durations;
import io.wringer.extension.grammar.Rates;
import io.wringer.extension.grammar.Rendering;
import io.wringer.extension.run.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns observations into the line on the console and the facts of the report. */
final class Facts {

    private static final List<Double> QUANTILES = List.of(0.5, 0.9, 0.95, 0.99, 0.999);

    private Facts() {}

    static String summary(StressObservations observed) {
        OperationStats total = observed.total();
        if (total.count() == 0) {
            return "no operation completed in " + Durations.render(observed.nanos());
        }
        return Rendering.number(total.count()) + " operations in " + Durations.render(observed.nanos()) + " ("
                + Rates.render(total.count() * 1e9 / observed.nanos()) + "), "
                + Rendering.number(total.failures()) + " failed, p50 "
                + Durations.render(total.latencies().quantile(0.5)) + ", p99 "
                + Durations.render(total.latencies().quantile(0.99)) + ", max "
                + Durations.render(total.latencies().max());
    }

    static Map<String, ?> of(StressObservations observed) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("durationNanos", observed.nanos());
        facts.put("workers", observed.workers());
        facts.put("ending", ending(observed.ending()));
        facts.put("total", operation(observed, observed.total()));
        facts.put(
                "operations",
                observed.operations().stream()
                        .map(operation -> operation(observed, operation))
                        .toList());
        facts.put(
                "failures",
                observed.failureGroups().stream().map(Facts::failures).toList());
        facts.put("abortedOperations", observed.aborted());
        facts.put("warmupOperations", observed.warmup().count());
        facts.put("warmupFailures", observed.warmup().failures());
        if (observed.starts() != null) {
            facts.put("starts", starts(observed.starts()));
        }
        facts.put("hung", observed.hung().stream().map(Facts::hung).toList());
        facts.put("operationsPerWorker", observed.perWorker());
        facts.put("checkpoints", observed.checkpoints());
        facts.put("skippedCheckpoints", observed.skippedCheckpoints());
        facts.put("metrics", metrics(observed));
        if (observed.capacity() != null) {
            facts.put("capacity", capacity(observed.capacity()));
        }
        facts.put("gcPauses", observed.gcPauses().count());
        facts.put("series", series(observed));
        return facts;
    }

    private static String ending(Ending ending) {
        return ending instanceof Ending.Breach breach
                ? "objective can no longer be met: " + breach.objective()
                : ending.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }

    private static Map<String, Object> operation(StressObservations observed, OperationStats operation) {
        Map<String, Object> fact = new LinkedHashMap<>();
        fact.put("name", operation.name());
        fact.put("count", operation.count());
        fact.put("failures", operation.failures());
        fact.put("throughputPerSecond", observed.throughput(operation));
        fact.put("latencyNanos", latency(operation.latencies()));
        if (operation.serviceTimes().count() > 0) {
            fact.put("serviceTimeNanos", latency(operation.serviceTimes()));
        }
        return fact;
    }

    private static Map<String, Object> latency(Latencies latencies) {
        Map<String, Object> fact = new LinkedHashMap<>();
        if (latencies.count() > 0) {
            fact.put("min", latencies.min());
            fact.put("mean", latencies.mean());
            for (double quantile : QUANTILES) {
                fact.put(label(quantile), latencies.quantile(quantile));
            }
            fact.put("max", latencies.max());
        }
        return fact;
    }

    private static String label(double quantile) {
        return "p"
                + java.math.BigDecimal.valueOf(quantile)
                        .movePointRight(2)
                        .stripTrailingZeros()
                        .toPlainString();
    }

    private static Map<String, Object> failures(FailureGroup group) {
        Map<String, Object> fact = new LinkedHashMap<>();
        fact.put("operation", group.operation());
        fact.put("type", group.type());
        fact.put("site", group.site());
        fact.put("count", group.count());
        fact.put("firstNanos", group.firstNanos());
        fact.put("lastNanos", group.lastNanos());
        fact.put("firstMessage", String.valueOf(group.first().getMessage()));
        return fact;
    }

    private static Map<String, Object> starts(Starts starts) {
        Map<String, Object> fact = new LinkedHashMap<>();
        fact.put("planned", starts.planned());
        fact.put("started", starts.started());
        fact.put("missed", starts.missed());
        fact.put("late", starts.late());
        fact.put("plannedPerSecond", starts.plannedRate());
        fact.put("achievedPerSecond", starts.achievedRate());
        fact.put("lagNanos", latency(starts.lag()));
        return fact;
    }

    private static Map<String, Object> hung(Hung hung) {
        Map<String, Object> fact = new LinkedHashMap<>();
        fact.put("operation", hung.operation());
        fact.put("thread", hung.thread());
        fact.put("nanos", hung.nanos());
        fact.put("leftBehind", hung.leftBehind());
        fact.put("stack", hung.stack());
        return fact;
    }

    private static Map<String, Object> metrics(StressObservations observed) {
        Map<String, Object> fact = new LinkedHashMap<>();
        observed.metrics().forEach((name, metered) -> {
            if (!Double.isNaN(metered.value())) {
                fact.put(name, metered.value());
            }
        });
        return fact;
    }

    private static Map<String, Object> capacity(Capacity capacity) {
        Map<String, Object> fact = new LinkedHashMap<>();
        fact.put("highestPerSecond", capacity.highest());
        if (capacity.broken() != null) {
            fact.put("brokenAtPerSecond", capacity.broken());
        }
        fact.put(
                "steps",
                capacity.steps().stream()
                        .map(step -> Map.of("perSecond", step.rate(), "met", step.met(), "reason", step.reason()))
                        .toList());
        return fact;
    }

    private static List<Map<String, Object>> series(StressObservations observed) {
        List<Map<String, Object>> all = new ArrayList<>();
        all.add(overTime(observed, "throughput", "operations/s", second -> perSecond(second, second.count())));
        all.add(overTime(observed, "failures", "operations/s", second -> perSecond(second, second.failures())));
        all.add(overTime(observed, "latency p50", "ns", Second::p50));
        all.add(overTime(observed, "latency p99", "ns", Second::p99));
        all.add(overTime(observed, "cpu", "share", second -> second.resources().cpu()));
        all.add(overTime(
                observed, "heap after gc", "bytes", second -> second.resources().heapAfterGc()));
        all.add(overTime(
                observed, "gc pauses", "ns", second -> second.resources().gcPauseNanos()));
        all.add(overTime(observed, "allocation", "bytes/operation", Facts::allocation));
        all.add(overTime(observed, "threads", "", second -> second.resources().threads()));
        observed.metrics()
                .forEach((name, metered) ->
                        all.add(overTime(observed, name, metered.unit(), second -> metric(second, name))));
        if (observed.total().count() > 0) {
            all.add(distribution(observed.total()));
        }
        return all;
    }

    private static Map<String, Object> overTime(
            StressObservations observed, String name, String unit, Function<Second, @Nullable Number> value) {
        List<Double> positions = new ArrayList<>();
        List<@Nullable Number> values = new ArrayList<>();
        for (Second second : observed.seconds()) {
            positions.add(second.endNanos() / 1e9);
            values.add(value.apply(second));
        }
        return new Series(name, unit, "time", "s", positions, values).fact();
    }

    private static double perSecond(Second second, long count) {
        return count * 1e9 / second.nanos();
    }

    private static @Nullable Number allocation(Second second) {
        Long allocated = second.resources().allocated();
        return allocated == null || second.count() == 0 ? null : (double) allocated / second.count();
    }

    private static @Nullable Number metric(Second second, String name) {
        Double value = second.metrics().get(name);
        return value == null || value.isNaN() ? null : value;
    }

    private static Map<String, Object> distribution(OperationStats operation) {
        List<Double> percentiles = operation.latencies().percentiles();
        List<Long> values = percentiles.stream()
                .map(percentile -> operation.latencies().quantile(percentile / 100))
                .toList();
        return new Series("latency distribution", "ns", "percentile", "%", percentiles, values).fact();
    }
}
