package io.wringer.extension;

import io.wringer.WringerConfigurationException;
import io.wringer.extension.agent.AgentUnavailableException;
import io.wringer.extension.chaos.ChaosSession;
import io.wringer.extension.config.Settings;
import io.wringer.extension.leak.LeakSession;
import io.wringer.extension.report.Reports;
import io.wringer.extension.report.TestReport;
import io.wringer.extension.run.Outcome;
import io.wringer.extension.run.RunContext;
import io.wringer.extension.stress.StressSession;
import io.wringer.extension.verdict.Finding;
import io.wringer.extension.verdict.Verdict;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/**
 * What Wringer knows of one running test; kept in the store of its extension context and closed with it.
 *
 * <p>Closing is idempotent and may happen on another thread than the one that still runs a timed-out body.
 */
final class TestState implements AutoCloseable, CloseableResource {

    private static final Namespace NAMESPACE = Namespace.create(TestState.class);

    private final Settings settings;
    private final RunContext context;
    private final Class<?> testClass;
    private final String methodName;
    private final Instant started = Instant.now();
    private final long startedNanos = System.nanoTime();
    private final RecordedLifecycle lifecycle = new RecordedLifecycle();
    private final List<Outcome> outcomes = new ArrayList<>();
    private @Nullable RunPlan plan;
    private @Nullable LeakSession leak;
    private @Nullable StressSession stress;
    private @Nullable ChaosSession chaos;
    private boolean planDeclared;
    private boolean chaosTaken;
    private boolean published;

    private TestState(ExtensionContext context, String methodName) {
        this.settings = Settings.of(context);
        this.testClass = context.getRequiredTestClass();
        this.methodName = methodName;
        this.context = new RunContext(
                context.getUniqueId(), Names.displayName(context), settings.seed(), Names.runsInParallel(context));
    }

    /** Creates the state of a test and keeps it in the store; parses nothing yet. */
    static TestState open(ExtensionContext context) {
        TestState state = new TestState(context, context.getRequiredTestMethod().getName());
        context.getStore(NAMESPACE).put(context.getUniqueId(), state);
        return state;
    }

    /** Creates the state of a whole class. */
    static TestState openClass(ExtensionContext context) {
        TestState state = new TestState(context, "");
        context.getStore(NAMESPACE).put(context.getUniqueId(), state);
        return state;
    }

    /** Finds the state of exactly this context. */
    static Optional<TestState> of(ExtensionContext context) {
        return Optional.ofNullable(context.getStore(NAMESPACE).get(context.getUniqueId(), TestState.class));
    }

    /** Parses the annotations and opens a session for each lens; raises all configuration errors. */
    void prepare(Method method) {
        Reports.of(settings); // refuses a wrong output directory before the body runs
        RunPlan parsed = RunPlan.parse(method, testClass, settings);
        plan = parsed;
        if (parsed.leak() != null) {
            leak = LeakSession.create(parsed.leak(), context);
        }
        if (parsed.stress() != null) {
            stress = StressSession.create(parsed.stress(), context);
        }
        if (parsed.needsChaos()) {
            chaos = openChaos(parsed, method);
        }
    }

    private ChaosSession openChaos(RunPlan parsed, Method method) {
        try {
            return ChaosSession.open(parsed.chaos(), settings, context, testClass);
        } catch (AgentUnavailableException e) {
            throw new WringerConfigurationException(
                    "The faults of " + TestElements.describe(method) + " can't be injected. " + e.getMessage(), e);
        }
    }

    /** Opens a one-shot leak comparison around a class. */
    void prepareClass(LeakSession session) {
        leak = session;
    }

    RunPlan plan() {
        if (plan == null) {
            throw new IllegalStateException("the configuration of " + context.displayName() + " was refused");
        }
        return plan;
    }

    /** Tells whether the annotations were parsed without an error and ask for anything. */
    boolean isWrung() {
        return plan != null && !plan.isEmpty();
    }

    Settings settings() {
        return settings;
    }

    RunContext context() {
        return context;
    }

    RecordedLifecycle lifecycle() {
        return lifecycle;
    }

    @Nullable
    LeakSession leak() {
        return leak;
    }

    @Nullable
    StressSession stress() {
        return stress;
    }

    @Nullable
    ChaosSession chaos() {
        return chaos;
    }

    /** Returns the chaos session once, so that it is finished once. */
    synchronized @Nullable ChaosSession takeChaos() {
        if (chaosTaken) {
            return null;
        }
        chaosTaken = true;
        return chaos;
    }

    boolean isPlanDeclared() {
        return planDeclared;
    }

    void planIsDeclared() {
        planDeclared = true;
    }

    /** Keeps what a lens found out. */
    synchronized void add(Outcome outcome) {
        outcomes.add(outcome);
    }

    /** Judges all that was found so far, the heaviest findings first. */
    synchronized Verdict verdict() {
        List<Finding> findings = new ArrayList<>();
        outcomes.forEach(outcome -> findings.addAll(outcome.findings()));
        return Verdict.of(findings);
    }

    /** Says in a few words what each lens measured. */
    synchronized String summary() {
        return outcomes.stream()
                .map(outcome -> outcome.lens() + ": " + outcome.observations().summary())
                .collect(Collectors.joining("; "));
    }

    /** Returns the command line that runs this test again with the same random choices. */
    String reproduction() {
        String method = methodName.isEmpty() ? "" : "#" + methodName;
        return "mvn test -Dtest='" + Names.binaryName(testClass) + method + "' -D" + Settings.SEED + "="
                + context.seed();
    }

    /** Publishes the result once. */
    synchronized void publish(@Nullable Throwable thrown) {
        if (published) {
            return;
        }
        published = true;
        Duration took = Duration.ofNanos(System.nanoTime() - startedNanos);
        Reports.of(settings)
                .publish(new TestReport(
                        context,
                        testClass.getName(),
                        methodName,
                        started,
                        took,
                        verdict(),
                        thrown,
                        List.copyOf(outcomes),
                        reproduction()));
    }

    @Override
    public void close() {
        if (chaos != null) {
            chaos.close();
        }
        if (stress != null) {
            stress.close();
        }
        if (leak != null) {
            leak.close();
        }
    }
}
