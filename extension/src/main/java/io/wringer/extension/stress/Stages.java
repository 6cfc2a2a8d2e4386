package io.wringer.extension.stress;

import io.wringer.extension.config.Attributes;
import io.wringer.extension.grammar.Durations;
import io.wringer.extension.grammar.GrammarException;
import io.wringer.extension.grammar.Rates;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Reads stages: {@code DURATION: LEVEL} or {@code DURATION: LEVEL -> LEVEL}, levels being rates or threads. */
final class Stages {

    private static final String EXAMPLE = "10s: 0 -> 500/s";
    private static final String ARROW = "->";

    private Stages() {}

    /**
     * One stage.
     *
     * @param duration positive
     * @param from rate or threads at its beginning
     * @param to rate or threads at its end
     * @param unit what the levels are
     */
    record Stage(Duration duration, double from, double to, Unit unit) {
        Stage stretched(double factor) {
            return new Stage(Duration.ofNanos(Math.round(duration.toNanos() * factor)), from, to, unit);
        }
    }

    /** What a level is; {@code 0} may be either. */
    enum Unit {
        RATE,
        THREADS,
        EITHER
    }

    private record Level(double value, Unit unit) {}

    /** Makes the load of the attribute {@code stages}. */
    static Load load(Attributes stress, List<String> texts, int threads) {
        List<Stage> stages = stretched(stress, parsed(stress, texts));
        boolean rates = has(stages, Unit.RATE);
        if (rates && has(stages, Unit.THREADS)) {
            throw stress.error("stages", "some are rates and some are numbers of threads", "/s after each rate");
        }
        Profile profile = profile(stress, stages);
        if (profile.peak() == 0) {
            throw stress.error("stages", "all of them are zero", "for example \"" + EXAMPLE + "\"");
        }
        return rates ? new Load.Scheduled(threads, profile) : timed(profile);
    }

    /** Tells whether the stages draw a rate, and not a number of threads. */
    static boolean areRates(Attributes stress) {
        return has(parsed(stress, stress.texts("stages")), Unit.RATE);
    }

    private static List<Stage> parsed(Attributes stress, List<String> texts) {
        return texts.stream()
                .map(text -> stress.parsed("stages", text, Stages::parse, EXAMPLE))
                .toList();
    }

    /** A duration that is given for this run is that of all stages together. */
    private static List<Stage> stretched(Attributes stress, List<Stage> stages) {
        if (stress.override("duration").isEmpty()) {
            return stages;
        }
        long whole =
                stages.stream().mapToLong(stage -> stage.duration().toNanos()).sum();
        Duration duration = StressSpec.positive(stress, "duration", stress.duration("duration"));
        double factor = (double) duration.toNanos() / whole;
        return stages.stream().map(stage -> stage.stretched(factor)).toList();
    }

    private static Load timed(Profile profile) {
        int workers = (int) Math.ceil(profile.peak());
        return new Load.Timed(workers, profile.isConstant() ? null : profile, profile.nanos());
    }

    private static Profile profile(Attributes stress, List<Stage> stages) {
        Profile.Builder builder = new Profile.Builder();
        stages.forEach(stage -> builder.ramp(
                stage.from(), stage.to(), stress.scaled(stage.duration()).toNanos()));
        return builder.build();
    }

    private static boolean has(List<Stage> stages, Unit unit) {
        return stages.stream().anyMatch(stage -> stage.unit() == unit);
    }

    static Stage parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new GrammarException(text, text.length(), "expected a colon after the duration: " + EXAMPLE);
        }
        Duration duration = part(text, 0, colon, Durations::parse);
        if (duration.isZero()) {
            throw new GrammarException(text, 0, "expected a duration above zero");
        }
        int arrow = text.indexOf(ARROW, colon);
        Level from = part(text, colon + 1, arrow < 0 ? text.length() : arrow, Stages::level);
        Level to = arrow < 0 ? from : part(text, arrow + ARROW.length(), text.length(), Stages::level);
        return new Stage(duration, from.value(), to.value(), unit(text, from.unit(), to.unit()));
    }

    private static Unit unit(String text, Unit from, Unit to) {
        if (from != Unit.EITHER && to != Unit.EITHER && from != to) {
            throw new GrammarException(text, text.indexOf(ARROW), "expected two rates or two numbers of threads");
        }
        return from == Unit.EITHER ? to : from;
    }

    private static Level level(String text) {
        if (text.equals("0")) {
            return new Level(0, Unit.EITHER);
        }
        if (text.indexOf('/') >= 0) {
            return new Level(Rates.parse(text), Unit.RATE);
        }
        if (text.isEmpty() || text.length() > 6 || !text.chars().allMatch(Character::isDigit)) {
            throw new GrammarException(text, 0, "expected a rate such as 500/s or a number of threads");
        }
        return new Level(Integer.parseInt(text), Unit.THREADS);
    }

    /** Parses a part of a text, so that the caret of an error stands under the whole text. */
    private static <T> T part(String text, int from, int to, Function<String, T> parser) {
        String part = text.substring(from, to);
        int indent = from + part.length() - part.stripLeading().length();
        try {
            return parser.apply(part.strip());
        } catch (GrammarException e) {
            String problem = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new GrammarException(text, indent + e.position(), problem);
        }
    }
}
