package io.wringer.extension.stress;

import io.wringer.WringerConfigurationException;
import io.wringer.extension.config.Nearest;
import io.wringer.extension.grammar.Metric;
import io.wringer.extension.grammar.Metric.Standard;
import io.wringer.extension.grammar.Objective;
import io.wringer.extension.run.Outcome;
import io.wringer.extension.run.RunContext;
import io.wringer.extension.run.TestBody;
import io.wringer.extension.verdict.Finding;
import io.wringer.extension.verdict.Severity;
import io.wringer.stress.StressPlan;
import io.wringer.stress.StressResult;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * One test under load: takes the plan, runs it and judges what was measured.
 *
 * <p>Used by the thread of the test, once.
 */
public final class StressSession implements AutoCloseable {

    private final StressSpec spec;
    private final RunContext context;
    private final Declaration declaration;
    private boolean planned;
    private long completedByTrials;
    private @Nullable StressResult result;
    private @Nullable TestAbortedException assumption;

    private StressSession(StressSpec spec, RunContext context) {
        this.spec = spec;
        this.context = context;
        this.declaration = new Declaration(spec.element(), context.seed());
    }

    /** Prepares a session. */
    public static StressSession create(StressSpec spec, RunContext context) {
        return new StressSession(spec, context);
    }

    /** Returns the plan to be injected; whoever asks for it has the body called once to declare its operations. */
    public StressPlan plan() {
        planned = true;
        return declaration;
    }

    /** Called now and then during the load, while no operation is in flight. */
    @FunctionalInterface
    public interface Checkpoint {

        /**
         * Looks at what does not move now; the time that it takes is no part of the measurement.
         *
         * @param completedOperations since the measurement began
         */
        void at(long completedOperations);
    }

    /**
     * Runs the load and judges it.
     *
     * <p>When an assumption fails in an operation, the load is stopped; unless something else failed, the first
     * {@link TestAbortedException} is then thrown, so that the test is aborted as JUnit users expect.
     *
     * @param body the only operation, unless the plan declares others
     * @param checkpoint called at five moments spread over the load (fewer if it has fewer operations)
     * @return what was measured and found
     * @throws InterruptedException if the thread is interrupted, as by a time-out; the load is stopped at once
     * @throws WringerConfigurationException if the plan can't be used; before the load starts
     */
    public Outcome run(TestBody body, @Nullable Checkpoint checkpoint) throws InterruptedException {
        declaration.close();
        Operations operations = operations(body);
        List<Objective> objectives = objectives(operations);
        StressSpec complete = spec.withObjectives(objectives);
        if (!spec.findMaxRate()) {
            return outcome(complete, load(complete, operations, checkpoint));
        }
        CapacitySearch.Trial trial = each -> load(each, operations, continued(checkpoint));
        return outcome(complete, new CapacitySearch(complete, trial).run());
    }

    /** A search runs several loads; to the caller they are one. */
    private @Nullable Checkpoint continued(@Nullable Checkpoint checkpoint) {
        long before = completedByTrials;
        return checkpoint == null ? null : completed -> checkpoint.at(before + completed);
    }

    private StressObservations load(StressSpec complete, Operations operations, @Nullable Checkpoint checkpoint)
            throws InterruptedException {
        Quiescence quiescence =
                new Quiescence(declaration.invariants(), checkpoint, measuresHeap(complete.objectives()));
        LoadRunner runner = new LoadRunner(complete, operations, quiescence, declaration.meters(), context.seed());
        StressObservations observed = runner.run();
        completedByTrials += observed.total().count();
        assumption = assumption == null ? runner.assumption() : assumption;
        return observed;
    }

    private Outcome outcome(StressSpec complete, StressObservations observed) throws InterruptedException {
        MeasuredResult measured = new MeasuredResult(observed);
        result = measured;
        List<Finding> findings = new ArrayList<>(StressJudge.judge(complete, complete.objectives(), observed));
        boolean failed = findings.stream().anyMatch(finding -> finding.severity() == Severity.FAILURE);
        if (assumption != null && !failed) {
            throw assumption;
        }
        findings.addAll(FinalChecks.run(declaration.finalChecks(), measured));
        return new Outcome(StressJudge.LENS, observed, findings);
    }

    /** Returns what was measured, {@code null} before the load has ended. */
    public @Nullable StressResult result() {
        return result;
    }

    /** Returns how many operations the measured load completed, a search's loads together; 0 before the end. */
    public long completedOperations() {
        return completedByTrials;
    }

    @Override
    public void close() {
        // every run cleans up after itself
    }

    private Operations operations(TestBody body) {
        if (declaration.hasOperations()) {
            return declaration.operations();
        }
        if (planned) {
            throw declaration.error(
                    "it declares no operation.",
                    "Declare at least one in the body of the test: plan.operation(\"get\", 1, () -> cache.get(key())).");
        }
        return Operations.only(body.method().getName(), body.handle().asType(MethodType.methodType(Object.class)));
    }

    private List<Objective> objectives(Operations operations) {
        List<Objective> all = new ArrayList<>(spec.objectives());
        all.addAll(declaration.objectives());
        all.forEach(objective -> check(objective, operations));
        return all;
    }

    private void check(Objective objective, Operations operations) {
        String operation = objective.operation();
        if (operation != null && !operations.names().contains(operation)) {
            throw unknown(objective, "operation", operation, operations.names());
        }
        if (objective.metric() instanceof Metric.Custom custom
                && !declaration.meters().containsKey(custom.name())) {
            Collection<String> known = new TreeSet<>(declaration.meters().keySet());
            for (Standard standard : Standard.values()) {
                known.add(standard.text());
            }
            throw unknown(objective, "metric", custom.name(), known);
        }
    }

    private WringerConfigurationException unknown(
            Objective objective, String kind, String name, Collection<String> known) {
        return new WringerConfigurationException("@Slo on " + spec.element() + ": \"" + objective.text()
                + "\" names the unknown " + kind + " \"" + name + "\"." + System.lineSeparator()
                + Nearest.to(name, known)
                        .map(near -> "Did you mean \"" + near + "\"?")
                        .orElse("Known: " + String.join(", ", known) + "."));
    }

    private static boolean measuresHeap(List<Objective> objectives) {
        Predicate<Objective> aboutHeap =
                objective -> objective.metric() == Standard.HEAP || objective.metric() == Standard.HEAP_GROWTH;
        return objectives.stream().anyMatch(aboutHeap);
    }
}
