package io.wringer.extension.stress;

import io.wringer.extension.config.Attributes;
import io.wringer.extension.grammar.Metric;
import io.wringer.extension.grammar.Objective;
import io.wringer.extension.grammar.Objectives;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a {@link io.wringer.stress.StressTest @StressTest} and its {@link io.wringer.Slo @Slo} ask for; immutable.
 *
 * @param element what the annotation stands on, for messages
 * @param load how operations are started
 * @param warmup load before the measurement; zero for none
 * @param thinkTime pause of each worker between two operations
 * @param virtualThreads whether the workers are virtual threads
 * @param grace how long operations in flight at the end are waited for
 * @param earlyStop which objectives stop the load when they can no longer be met
 * @param findMaxRate whether to search the highest rate that meets the objectives
 * @param objectives of all {@code @Slo}
 * @param stallAfter for how long no operation may be completed while some are in flight
 * @param notes what an override of this run replaces, or why it has no effect
 */
public record StressSpec(
        String element,
        Load load,
        Duration warmup,
        Duration thinkTime,
        boolean virtualThreads,
        Duration grace,
        EarlyStop earlyStop,
        boolean findMaxRate,
        List<Objective> objectives,
        Duration stallAfter,
        List<String> notes) {

    /** Longer than any pause of a healthy system under test, and short enough for a build to wait. */
    static final Duration STALL_AFTER = Duration.ofSeconds(30);

    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;
    private static final int THREADS_PER_CORE = 2;

    public StressSpec {
        objectives = List.copyOf(objectives);
        notes = List.copyOf(notes);
    }

    /**
     * Reads and checks the annotations.
     *
     * @param given reader of the {@code @StressTest}
     * @param slos readers of each {@code @Slo}
     * @throws io.wringer.WringerConfigurationException if they can't be used as they are written
     */
    public static StressSpec parse(Attributes given, List<Attributes> slos) {
        checkReadable(given);
        Combinations.Settled settled = Combinations.settle(given);
        Attributes stress = settled.stress();
        checkSearch(stress, slos);
        checkVirtualThreads(stress);
        Load load = load(stress, threads(stress));
        return new StressSpec(
                stress.element(),
                load,
                stress.optionalScaledDuration("warmup").orElse(Duration.ZERO),
                stress.optionalDuration("thinkTime").orElse(Duration.ZERO),
                stress.flag("virtualThreads"),
                stress.duration("grace"),
                earlyStop(stress),
                stress.flag("findMaxRate"),
                objectives(stress, slos, load),
                STALL_AFTER,
                settled.notes());
    }

    private static EarlyStop earlyStop(Attributes stress) {
        return stress.optionalFlag("abortOnBreach")
                .map(abort -> abort ? EarlyStop.ANY : EarlyStop.NEVER)
                .orElse(EarlyStop.SUCCESS);
    }

    private static int threads(Attributes stress) {
        int threads = stress.integer("threads", 0);
        return threads > 0 ? threads : THREADS_PER_CORE * Runtime.getRuntime().availableProcessors();
    }

    private static void checkVirtualThreads(Attributes stress) {
        int feature = Runtime.version().feature();
        if (stress.flag("virtualThreads") && feature < FIRST_WITH_VIRTUAL_THREADS) {
            throw stress.error(
                    "virtualThreads",
                    "true needs JDK " + FIRST_WITH_VIRTUAL_THREADS + " or later, this is JDK " + feature,
                    "virtualThreads = false, or run the test on a later JDK");
        }
    }

    /** Reads what the kind of load may not need, so that no mistake goes unnoticed. */
    private static void checkReadable(Attributes stress) {
        stress.duration("duration");
        stress.optionalDuration("rampUp");
        stress.optionalRate("rate");
        stress.number("iterations", 0);
        stress.flag("findMaxRate");
    }

    private static void checkSearch(Attributes stress, List<Attributes> slos) {
        if (stress.flag("findMaxRate") && slos.isEmpty()) {
            throw stress.error(
                    "findMaxRate searches the highest rate that meets the objectives, and there are none.",
                    "Add some, for example @Slo(\"p99 < 10ms\").");
        }
    }

    private static Load load(Attributes stress, int threads) {
        List<String> stages = stress.texts("stages");
        if (!stages.isEmpty()) {
            return Stages.load(stress, stages, threads);
        }
        Duration rampUp = stress.optionalScaledDuration("rampUp").orElse(Duration.ZERO);
        long iterations = stress.scaledNumber("iterations", 0);
        if (iterations > 0) {
            return new Load.Counted(threads, rising(threads, rampUp, Long.MAX_VALUE / 2), iterations);
        }
        Duration duration = positive(stress, "duration", stress.scaledDuration("duration"));
        checkRampUp(stress, rampUp, duration);
        Optional<Double> rate = stress.optionalRate("rate");
        return rate.isPresent()
                ? scheduled(stress, threads, rate.get(), rampUp, duration)
                : new Load.Timed(threads, rising(threads, rampUp, duration.toNanos()), duration.toNanos());
    }

    @SuppressWarnings("NullAway") // absent is null in a load
    private static Profile rising(int threads, Duration rampUp, long nanos) {
        return rampUp.isZero() ? null : Profile.rising(threads, rampUp.toNanos(), nanos);
    }

    private static Load scheduled(Attributes stress, int threads, double rate, Duration rampUp, Duration duration) {
        if (!(rate > 0)) {
            throw stress.error("rate", "it is not above zero", "for example \"1000/s\"");
        }
        Profile profile = Profile.rising(rate, rampUp.toNanos(), duration.toNanos());
        if (profile.eventsBefore(profile.nanos()) == 0) {
            throw stress.error("rate", "no start falls into the duration", "a higher rate or a longer duration");
        }
        return new Load.Scheduled(threads, profile);
    }

    static Duration positive(Attributes stress, String attribute, Duration duration) {
        if (duration.isZero()) {
            throw stress.error(attribute, "it is zero", "a positive duration such as \"5s\"");
        }
        return duration;
    }

    private static void checkRampUp(Attributes stress, Duration rampUp, Duration duration) {
        if (rampUp.compareTo(duration) >= 0) {
            throw stress.error(
                    "rampUp",
                    "\"" + stress.text("rampUp") + "\" is not shorter than the duration, of which it is a part",
                    "a shorter rampUp or a longer duration");
        }
    }

    private static List<Objective> objectives(Attributes stress, List<Attributes> slos, Load load) {
        List<Objective> all = new ArrayList<>();
        for (Attributes slo : slos) {
            List<String> texts = slo.texts("value");
            if (texts.isEmpty()) {
                throw slo.error("value", "there is no objective", "at least one, for example \"p99 < 10ms\"");
            }
            for (String text : texts) {
                Objective objective = slo.parsed("value", text, Objectives::parse, "p99 < 10ms");
                checkMeasurable(slo, objective, load, stress.flag("findMaxRate"));
                all.add(objective);
            }
        }
        return all;
    }

    private static void checkMeasurable(Attributes slo, Objective objective, Load load, boolean findMaxRate) {
        boolean needsRate =
                objective.metric() == Metric.Standard.RATE || objective.metric() == Metric.Standard.LATE_STARTS;
        if (needsRate && load.rate() == null && !findMaxRate) {
            throw slo.error(
                    "value",
                    "\"" + objective.text() + "\" needs planned starts, and the load has none",
                    "a rate, for example @StressTest(rate = \"1000/s\"), or remove the objective");
        }
    }

    StressSpec withLoad(Load other) {
        return copy(other, warmup, objectives, stallAfter);
    }

    StressSpec withWarmup(Duration other) {
        return copy(load, other, objectives, stallAfter);
    }

    StressSpec withObjectives(List<Objective> others) {
        return copy(load, warmup, others, stallAfter);
    }

    StressSpec withStallAfter(Duration other) {
        return copy(load, warmup, objectives, other);
    }

    private StressSpec copy(
            Load otherLoad, Duration otherWarmup, List<Objective> otherObjectives, Duration otherStallAfter) {
        return new StressSpec(
                element,
                otherLoad,
                otherWarmup,
                thinkTime,
                virtualThreads,
                grace,
                earlyStop,
                findMaxRate,
                otherObjectives,
                otherStallAfter,
                notes);
    }
}
