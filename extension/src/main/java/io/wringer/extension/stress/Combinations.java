package io.wringer.extension.stress;

import io.wringer.extension.config.Attributes;
import io.wringer.extension.config.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Settles which attributes count where some exclude each other.
 *
 * <p>Two of the same origin are a mistake. Between the annotation and an override for one run, which may be meant for a
 * whole suite, the override wins if it says what kind of load to run and for how long; if it only shapes the load, it has no
 * effect where the load has no use for it. Either is stated in a note.
 */
final class Combinations {

    private static final Set<String> SHAPES = Set.of("thinkTime", "rampUp", "threads");
    private static final Set<String> OFF = Set.of("", "0", "false");

    private static final List<List<String>> EXCLUSIVE = List.of(
            List.of("findMaxRate", "rate"),
            List.of("findMaxRate", "stages"),
            List.of("findMaxRate", "iterations"),
            List.of("findMaxRate", "rampUp"),
            List.of("findMaxRate", "thinkTime"),
            List.of("rate", "stages"),
            List.of("rate", "iterations"),
            List.of("rate", "thinkTime"),
            List.of("stages", "iterations"),
            List.of("stages", "duration"),
            List.of("stages", "rampUp"),
            List.of("threads", "stages"),
            List.of("iterations", "duration"));

    private final List<String> notes = new ArrayList<>();
    private Attributes stress;

    private Combinations(Attributes stress) {
        this.stress = stress;
    }

    /**
     * What is left.
     *
     * @param stress reads what counts
     * @param notes say what does not, and why
     */
    record Settled(Attributes stress, List<String> notes) {}

    static Settled settle(Attributes stress) {
        Combinations combinations = new Combinations(stress);
        EXCLUSIVE.forEach(pair -> combinations.settle(pair.get(0), pair.get(1)));
        combinations.settleRampUp();
        return new Settled(combinations.stress, combinations.notes);
    }

    private void settle(String one, String other) {
        if (!isAskedFor(one) || !isAskedFor(other) || !exclude(one, other)) {
            return;
        }
        if (isOverridden(one) == isOverridden(other)) {
            throw stress.error(
                    one + " and " + (one.equals("threads") ? "stages of threads" : other) + " exclude each other.",
                    "Remove one of them.");
        }
        String override = isOverridden(one) ? one : other;
        String declared = isOverridden(one) ? other : one;
        if (SHAPES.contains(override)) {
            drop(override, stress.shown(override) + " has no effect beside " + stress.shown(declared));
        } else if (override.equals("duration") && declared.equals("stages")) {
            notes.add(stress.shown(override) + " stretches " + stress.shown(declared));
        } else {
            drop(declared, stress.shown(override) + " replaces " + stress.shown(declared));
        }
    }

    private boolean exclude(String one, String other) {
        return !(one.equals("threads") && other.equals("stages")) || !Stages.areRates(stress);
    }

    /** The ramp is a part of the duration, and must leave something of it. */
    private void settleRampUp() {
        boolean apart = isOverridden("rampUp") != isOverridden("duration");
        boolean used = !isAskedFor("stages") && !isAskedFor("iterations") && isAskedFor("rampUp");
        if (apart && used && stress.duration("rampUp").compareTo(stress.duration("duration")) >= 0) {
            drop("rampUp", stress.shown("rampUp") + " has no effect beside " + stress.shown("duration"));
        }
    }

    private void drop(String attribute, String note) {
        notes.add(note);
        stress = stress.without(attribute);
    }

    private boolean isAskedFor(String attribute) {
        return stress.isGiven(attribute)
                && !stress.override(attribute)
                        .map(Setting::value)
                        .filter(OFF::contains)
                        .isPresent();
    }

    private boolean isOverridden(String attribute) {
        return stress.override(attribute).isPresent();
    }
}
