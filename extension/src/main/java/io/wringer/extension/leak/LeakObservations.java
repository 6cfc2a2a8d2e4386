package io.wringer.extension.leak;

import io.wringer.extension.grammar.Rendering;
import io.wringer.extension.grammar.Sizes;
import io.wringer.extension.run.Observations;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the leak check measured of one test.
 *
 * @param mode {@code repeats}, {@code once} or {@code load}
 * @param iterations executions in all, JUnit's own included
 * @param warmup how many of them came before the first measurement
 * @param window iterations per window, 0 if there were none
 * @param confirming iterations that confirmed a suspicion
 * @param collections full collections that the check asked for
 * @param liveObjects objects on the heap at the last count, 0 if not counted
 * @param liveBytes their bytes
 * @param growing what grew in every window, with its increments
 * @param trends of a load
 * @param series of a load, as the report draws them
 * @param unavailable kinds that could not be watched, with the reason
 */
record LeakObservations(
        String mode,
        int iterations,
        int warmup,
        int window,
        int confirming,
        int collections,
        long liveObjects,
        long liveBytes,
        List<Series> growing,
        List<Trend> trends,
        List<Map<String, Object>> series,
        List<String> unavailable)
        implements Observations {

    LeakObservations {
        growing = List.copyOf(growing);
        trends = List.copyOf(trends);
        series = List.copyOf(series);
        unavailable = List.copyOf(unavailable);
    }

    static LeakObservations once(Instruments instruments) {
        return unrepeated("once", 1, instruments, List.of(), List.of());
    }

    static LeakObservations load(
            long operations, Instruments instruments, List<Trend> trends, List<Map<String, Object>> series) {
        return unrepeated("load", (int) Math.min(operations, Integer.MAX_VALUE), instruments, trends, series);
    }

    private static LeakObservations unrepeated(
            String mode,
            int iterations,
            Instruments instruments,
            List<Trend> trends,
            List<Map<String, Object>> series) {
        return new LeakObservations(
                mode,
                iterations,
                0,
                0,
                0,
                instruments.collections(),
                instruments.liveObjects(),
                instruments.liveBytes(),
                List.of(),
                trends,
                series,
                instruments.unavailable());
    }

    @Override
    public String summary() {
        String executions = Rendering.number(iterations) + (iterations == 1 ? " execution" : " iterations");
        return window == 0
                ? executions
                : executions + ", would show a leak in " + rarest() + " and an array that swells by "
                        + Sizes.render(Math.ceil(GrowthRule.smallestSwelling(window * LeakSpec.WINDOWS)))
                        + " per iteration";
    }

    private String rarest() {
        double rarest = Math.floor(GrowthRule.rarestVisible(LeakSpec.WINDOWS, window));
        return rarest <= 1 ? "every iteration" : "1 of " + Rendering.number(rarest) + " iterations";
    }

    @Override
    public Map<String, ?> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("mode", mode);
        facts.put("iterations", iterations);
        facts.put("warmup", warmup);
        facts.put("windows", window == 0 ? 0 : LeakSpec.WINDOWS);
        facts.put("iterationsPerWindow", window);
        facts.put("confirmingIterations", confirming);
        facts.put("rarestVisibleLeak", window == 0 ? 0 : GrowthRule.rarestVisible(LeakSpec.WINDOWS, window));
        facts.put("smallestVisibleSwelling", window == 0 ? 0 : GrowthRule.smallestSwelling(window * LeakSpec.WINDOWS));
        facts.put("collections", collections);
        facts.put("liveObjects", liveObjects);
        facts.put("liveBytes", liveBytes);
        facts.put("growing", growing.stream().map(LeakObservations::facts).toList());
        if (!series.isEmpty()) {
            facts.put("trends", trends.stream().map(LeakObservations::facts).toList());
            facts.put("series", series);
        }
        facts.put("notWatched", unavailable);
        return facts;
    }

    private static Map<String, Object> facts(Trend trend) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("what", trend.what());
        facts.put("perHour", trend.perHour());
        if (Double.isFinite(trend.interval().lower())) {
            facts.put("lower", trend.interval().lower());
            facts.put("upper", trend.interval().upper());
        }
        facts.put("linearPerHour", trend.linear().slope());
        facts.put("linearExplained", trend.linear().explained());
        facts.put("bound", trend.bound().name());
        return facts;
    }

    private static Map<String, Object> facts(Series series) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("kind", series.kind().name());
        facts.put("name", series.name());
        facts.put("measure", series.measure().name());
        facts.put("iterations", series.at());
        facts.put("values", series.values());
        return facts;
    }
}
