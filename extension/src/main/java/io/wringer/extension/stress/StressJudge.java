package io.wringer.extension.stress;

import io.wringer.extension.grammar.Durations;
import io.wringer.extension.grammar.Objective;
import io.wringer.extension.grammar.Rates;
import io.wringer.extension.grammar.Rendering;
import io.wringer.extension.verdict.Finding;
import io.wringer.extension.verdict.Severity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says what did not hold in a load, the cause first; pure. */
final class StressJudge {

    static final String LENS = "stress";

    private static final int MOST_GROUPS = 10;
    private static final int MOST_CAUSES = 5;
    private static final int MOST_HUNG = 3;

    private final StressSpec spec;
    private final List<Objective> objectives;
    private final StressObservations observed;
    private final List<Finding> findings = new ArrayList<>();

    private StressJudge(StressSpec spec, List<Objective> objectives, StressObservations observed) {
        this.spec = spec;
        this.objectives = objectives;
        this.observed = observed;
    }

    /**
     * Judges.
     *
     * @param objectives those of the spec and of the plan
     */
    static List<Finding> judge(StressSpec spec, List<Objective> objectives, StressObservations observed) {
        StressJudge judge = new StressJudge(spec, objectives, observed);
        judge.judge();
        return judge.findings;
    }

    private void judge() {
        ending();
        hung();
        invariants();
        capacity();
        failures();
        starts();
        objectives();
        nothingDone();
        findings.addAll(Fairness.judge(spec, observed));
        notes();
    }

    private void ending() {
        if (observed.ending() instanceof Ending.Deadlock deadlock) {
            Finding finding = Finding.failure(
                    LENS,
                    "deadlock",
                    "deadlock of " + deadlock.cycle().size() + " threads after " + Durations.render(observed.nanos())
                            + ": " + String.join("; ", deadlock.cycle()));
            findings.add(withAll(finding, deadlock.stacks()));
        } else if (observed.ending() instanceof Ending.Stall stall) {
            findings.add(Finding.failure(
                    LENS,
                    "stall",
                    "no operation was completed for " + Durations.render(stall.nanos()) + " while "
                            + Rendering.number(stall.inFlight()) + " were in flight; the load was stopped"));
        }
    }

    // Hung operations

    private void hung() {
        Map<String, List<Hung>> byOperation = new LinkedHashMap<>();
        observed.hung()
                .forEach(hung -> byOperation
                        .computeIfAbsent(hung.operation(), unused -> new ArrayList<>())
                        .add(hung));
        byOperation.forEach((operation, all) -> findings.add(hung(operation, all)));
    }

    private Finding hung(String operation, List<Hung> all) {
        long longest = all.stream().mapToLong(Hung::nanos).max().orElse(0);
        List<String> left =
                all.stream().filter(Hung::leftBehind).map(Hung::thread).toList();
        Finding finding = Finding.failure(
                LENS,
                "hung " + operation,
                counted(all.size(), "operation") + " of " + operation + " hung: still running after "
                        + Durations.render(longest) + ", "
                        + Durations.render(spec.grace().toNanos())
                        + " of grace included; "
                        + (left.isEmpty()
                                ? "interrupted"
                                : "interrupted in vain, left behind: " + String.join(", ", left)));
        for (Hung hung : all.subList(0, Math.min(MOST_HUNG, all.size()))) {
            finding = finding.with(hung.thread() + indented(hung.stack()));
        }
        return all.size() > MOST_HUNG ? finding.with("and " + (all.size() - MOST_HUNG) + " more") : finding;
    }

    // Invariants

    private void invariants() {
        for (Broken broken : observed.broken()) {
            findings.add(Finding.failure(
                            LENS,
                            "invariant " + broken.invariant(),
                            "invariant \"" + broken.invariant() + "\" did not hold after "
                                    + Rendering.number(broken.completed()) + " operations ("
                                    + Durations.render(broken.loadNanos()) + "): " + described(broken.failure()))
                    .causedBy(broken.failure()));
        }
    }

    // Capacity

    private void capacity() {
        Capacity capacity = observed.capacity();
        if (capacity == null) {
            return;
        }
        Double broken = capacity.broken();
        if (capacity.highest() == 0) {
            Finding finding = Finding.failure(
                    LENS,
                    "capacity",
                    "no rate met the objectives, not even " + Rates.render(broken == null ? 0 : broken));
            findings.add(withAll(finding, steps(capacity)));
        } else {
            Finding finding = Finding.note(
                    LENS,
                    "capacity",
                    "highest rate that meets the objectives: " + Rates.render(capacity.highest())
                            + (broken == null ? "" : "; broken at " + Rates.render(broken)));
            findings.add(withAll(finding, steps(capacity)));
        }
    }

    private static List<String> steps(Capacity capacity) {
        return capacity.steps().stream()
                .map(step -> Rates.render(step.rate()) + ": " + (step.met() ? "met" : step.reason()))
                .toList();
    }

    // Failed operations

    /** Failures that no success objective speaks about fail the test; the others are evidence of theirs. */
    private void failures() {
        List<OperationStats> uncovered = observed.operations().stream()
                .filter(operation -> !isCovered(operation.name()))
                .toList();
        long count = uncovered.stream().mapToLong(OperationStats::count).sum();
        long failures = uncovered.stream().mapToLong(OperationStats::failures).sum();
        List<FailureGroup> groups = uncoveredGroups(observed.failureGroups());
        if (failures > 0 && !groups.isEmpty()) {
            findings.add(withGroups(
                    Finding.failure(
                            LENS,
                            "failed operations " + identity(groups),
                            Rendering.number(failures) + " of " + counted(count, "operation") + " failed ("
                                    + Rendering.percent((double) failures / count) + "): " + leading(groups)),
                    groups));
        }
        List<FailureGroup> early = uncoveredGroups(observed.warmup().groups());
        if (!early.isEmpty()) {
            findings.add(warmupFailures(early, Severity.FAILURE));
        }
    }

    private boolean isCovered(String operation) {
        return objectives.stream()
                .filter(EarlyStop::isAboutSuccess)
                .anyMatch(objective ->
                        objective.operation() == null || objective.operation().equals(operation));
    }

    private List<FailureGroup> uncoveredGroups(Collection<FailureGroup> groups) {
        return groups.stream().filter(group -> !isCovered(group.operation())).toList();
    }

    private Finding warmupFailures(List<FailureGroup> groups, Severity severity) {
        String headline =
                Rendering.number(groups.stream().mapToLong(FailureGroup::count).sum())
                        + " of " + counted(observed.warmup().count(), "operation") + " failed during the warm-up: "
                        + leading(groups);
        String identity = "failed warm-up " + identity(groups);
        return withGroups(
                severity == Severity.FAILURE
                        ? Finding.failure(LENS, identity, headline)
                        : Finding.note(LENS, identity, headline),
                groups);
    }

    private static String identity(List<FailureGroup> groups) {
        FailureGroup first = groups.get(0);
        return first.operation() + " " + first.type() + " " + first.site();
    }

    private static String leading(List<FailureGroup> groups) {
        FailureGroup first = groups.get(0);
        return described(first.first()) + " at " + first.site();
    }

    private Finding withGroups(Finding finding, List<FailureGroup> groups) {
        long all = groups.stream().mapToLong(FailureGroup::count).sum();
        Finding result = finding;
        for (FailureGroup group : groups.subList(0, Math.min(MOST_GROUPS, groups.size()))) {
            result = result.with(line(group, all));
        }
        if (groups.size() > MOST_GROUPS) {
            result = result.with("and " + (groups.size() - MOST_GROUPS) + " more groups");
        }
        for (FailureGroup group : groups.subList(0, Math.min(MOST_CAUSES, groups.size()))) {
            result = result.causedBy(group.first());
        }
        return result;
    }

    private String line(FailureGroup group, long all) {
        String operation = observed.operations().size() > 1 ? " in " + group.operation() : "";
        return Rendering.number(group.count()) + " x " + group.type() + operation + " at " + group.site() + " ("
                + Rendering.percent((double) group.count() / all) + " of the failures, from "
                + Durations.render(group.firstNanos()) + " to " + Durations.render(group.lastNanos()) + ")";
    }

    // Starts

    private void starts() {
        Starts starts = observed.starts();
        if (starts != null && starts.missed() > 0 && observed.capacity() == null) {
            findings.add(Finding.failure(
                            LENS,
                            "missed starts",
                            Rates.render(starts.achievedRate()) + " achieved of "
                                    + Rates.render(starts.plannedRate()) + ", " + counted(starts.missed(), "start")
                                    + " missed")
                    .with(bottleneck(starts)));
        }
    }

    private String bottleneck(Starts starts) {
        double service = observed.total().serviceTimes().mean();
        return Rendering.number(starts.started()) + " of " + Rendering.number(starts.planned())
                + " planned starts took place; service time p50 "
                + Durations.render(observed.total().serviceTimes().quantile(0.5)) + ", mean "
                + Durations.render(service) + ": " + counted(observed.workers(), "thread") + " can start at most "
                + Rates.render(observed.workers() * 1e9 / service);
    }

    // Objectives

    private void objectives() {
        if (observed.ending() instanceof Ending.Assumption) {
            return; // the test is aborted, not judged
        }
        for (Objective objective : objectives) {
            ObjectiveJudge.judge(objective, observed)
                    .map(found -> explained(objective, found))
                    .ifPresent(findings::add);
        }
    }

    private Finding explained(Objective objective, Finding finding) {
        Finding result = finding;
        if (observed.ending() instanceof Ending.Breach breach
                && breach.objective().equals(objective.text())) {
            result = result.with("stopped after " + Durations.render(observed.nanos())
                    + ", because it could no longer be met (abortOnBreach)");
        }
        if (!EarlyStop.isAboutSuccess(objective)) {
            return result;
        }
        List<FailureGroup> groups = observed.failureGroups().stream()
                .filter(group ->
                        objective.operation() == null || objective.operation().equals(group.operation()))
                .toList();
        return groups.isEmpty() ? result : withGroups(result, groups);
    }

    private void nothingDone() {
        boolean expected =
                observed.ending() instanceof Ending.Completed && observed.hung().isEmpty();
        if (expected && observed.total().count() == 0 && observed.aborted() == 0) {
            findings.add(Finding.failure(
                    LENS, "nothing done", "no operation was completed in " + Durations.render(observed.nanos())));
        }
    }

    // Notes

    private void notes() {
        spec.notes().forEach(note -> findings.add(Finding.note(LENS, "override", note)));
        if (observed.skippedCheckpoints() > 0) {
            findings.add(Finding.note(
                    LENS,
                    "skipped checkpoints",
                    counted(observed.skippedCheckpoints(), "checkpoint")
                            + " skipped: operations were still in flight after the grace period"));
        }
        List<FailureGroup> early = observed.warmup().groups().stream()
                .filter(group -> isCovered(group.operation()))
                .toList();
        if (!early.isEmpty()) {
            findings.add(warmupFailures(early, Severity.NOTE));
        }
    }

    // Wording

    private static String described(Throwable failure) {
        String message = failure.getMessage();
        String type = failure.getClass().getName();
        return message == null || message.isBlank()
                ? type
                : type + ": " + message.strip().lines().findFirst().orElse("");
    }

    private static String counted(long count, String noun) {
        return Rendering.number(count) + " " + noun + (count == 1 ? "" : "s");
    }

    private static String indented(List<String> stack) {
        StringBuilder lines = new StringBuilder();
        stack.forEach(
                line -> lines.append(System.lineSeparator()).append("    ").append(line));
        return lines.toString();
    }

    private static Finding withAll(Finding finding, List<String> lines) {
        Finding result = finding;
        for (String line : lines) {
            result = result.with(line);
        }
        return result;
    }
}
