package io.wringer.extension.chaos;

import io.wringer.chaos.Chaos;
import io.wringer.chaos.Fault;
import io.wringer.chaos.FaultyLink;
import io.wringer.chaos.Phase;
import io.wringer.extension.agent.AgentUnavailableException;
import io.wringer.extension.chaos.link.LinkProxy;
import io.wringer.extension.chaos.weave.Gate;
import io.wringer.extension.chaos.weave.Place;
import io.wringer.extension.chaos.weave.Point;
import io.wringer.extension.chaos.weave.Pointcut;
import io.wringer.extension.chaos.weave.Token;
import io.wringer.extension.config.Settings;
import io.wringer.extension.run.Outcome;
import io.wringer.extension.run.RunContext;
import io.wringer.extension.run.RunningTests.Alone;
import io.wringer.extension.verdict.Finding;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The faults of one running test: the door of this feature.
 *
 * <p>Opened on the thread that runs the body; may be finished and closed from any thread. Between, faults strike that
 * thread, the threads that it starts and those that it hands work to. Thread-safe.
 */
public final class ChaosSession implements AutoCloseable {

    private final List<ChaosSpec> specs;
    private final RunContext context;
    private final @Nullable Alone alone;
    private final Gate gate;
    private final Token token;
    private final ClassLoader loader;
    private final Links links;
    private final List<RunningFault> faults = new ArrayList<>();

    private ChaosSession(
            List<ChaosSpec> specs,
            Settings settings,
            RunContext context,
            Gate gate,
            Class<?> testClass,
            @Nullable Alone alone) {
        this.specs = List.copyOf(specs);
        this.context = context;
        this.alone = alone;
        this.gate = gate;
        this.loader = Objects.requireNonNullElse(testClass.getClassLoader(), ClassLoader.getSystemClassLoader());
        this.links = new Links(settings, context.seed());
        this.token = gate.open();
    }

    /**
     * Weaves what is not yet woven, checks that every place that can be decided matches something, and arms the faults
     * for the current thread. They strike from {@link #start()} on. Faults for all threads wait until no other test runs.
     *
     * @param specs the faults; may be empty if only links are wanted
     * @param settings the overrides, also those of links
     * @param context the test
     * @param testClass gives the class loader
     * @throws AgentUnavailableException if the JVM lets nobody instrument classes, or what is woven has no effect
     * @throws io.wringer.WringerConfigurationException if a fault doesn't fit its place
     */
    public static ChaosSession open(List<ChaosSpec> specs, Settings settings, RunContext context, Class<?> testClass)
            throws AgentUnavailableException {
        Gate gate = Gate.get();
        Alone alone = ExclusiveUse.claim(specs, context, testClass);
        ChaosSession session = new ChaosSession(specs, settings, context, gate, testClass, alone);
        try {
            session.arm();
            return session;
        } catch (AgentUnavailableException | RuntimeException | Error e) {
            session.closeAfter(e);
            throw e;
        }
    }

    private void closeAfter(Throwable cause) {
        try {
            close();
        } catch (RuntimeException | Error e) {
            cause.addSuppressed(e);
        }
    }

    private void arm() throws AgentUnavailableException {
        List<NetworkRun> networkRuns = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            RunningFault fault = arm(specs.get(i), i);
            faults.add(fault);
            if (fault instanceof NetworkRun run) {
                networkRuns.add(run);
            }
        }
        if (!networkRuns.isEmpty()) {
            gate.divert(new Diversion(token, networkRuns));
        }
    }

    private RunningFault arm(ChaosSpec spec, int index) {
        Window window = new Window(spec.when(), System::nanoTime);
        FaultRun.Draw draw = new FaultRun.Draw(context.seed(), index);
        return spec.isNetworkFault()
                ? new NetworkRun(spec, window, draw, !context.parallel())
                : arm(spec, window, draw);
    }

    private FaultRun arm(ChaosSpec spec, Window window, FaultRun.Draw draw) {
        Place place = place(spec);
        FaultRun run = new FaultRun(spec, place, token, window, draw, !context.parallel(), loader);
        run.warmUp();
        gate.arm(run);
        return run;
    }

    private Place place(ChaosSpec spec) {
        return spec.where() instanceof Where.Preset preset
                ? gate.weaver().place(preset.pointcuts(), spec.phase() == Phase.AFTER)
                : place(spec, (Where.Methods) spec.where());
    }

    private Place place(ChaosSpec spec, Where.Methods methods) {
        Class<?> type = methods.type() != null ? methods.type() : named(methods.pointcut());
        if (methods.pointcut().annotation() != null) {
            type = null; // reflection does not see all annotations that the class file has
        }
        if (type != null && methods.type() == null) {
            Methods.check(spec, methods, type);
        }
        Place place = gate.weaver().place(List.of(methods.pointcut()), spec.phase() == Phase.AFTER);
        if (type == null && methods.pointcut().isExact() && place.points().isEmpty()) {
            throw Methods.noMatch(spec, methods, gate.weaver().nearest(methods.pointcut(), null));
        }
        if (type == null) {
            checkWoven(spec, place);
        }
        return place;
    }

    private @Nullable Class<?> named(Pointcut pointcut) {
        if (!pointcut.isExact()) {
            return null;
        }
        for (String name = pointcut.type(); ; ) {
            try {
                return Class.forName(name, false, loader);
            } catch (ClassNotFoundException | LinkageError e) {
                int dot = name.lastIndexOf('.');
                if (dot < 0) {
                    return null; // perhaps known to another loader
                }
                name = name.substring(0, dot) + '$' + name.substring(dot + 1); // perhaps a nested class
            }
        }
    }

    /** A pattern is checked against the methods that it matches now: one that fits is enough. */
    private static void checkWoven(ChaosSpec spec, Place place) {
        if (spec.fault() != Fault.EXCEPTION || place.points().isEmpty()) {
            return;
        }
        List<Point> unfit = place.points().stream()
                .filter(point -> Methods.undeclaredAt(spec, point) != null)
                .toList();
        if (unfit.size() == place.points().size()) {
            throw Methods.undeclared(
                    spec, unfit.get(0).signature(), unfit.get(0).exceptions());
        }
    }

    /** Begins the windows of the faults: the body, or the load, begins now. */
    public void start() {
        faults.forEach(RunningFault::start);
    }

    /** Returns the handle for a parameter of the test. */
    public Chaos chaos() {
        return new ChaosHandle(List.copyOf(faults), context.seed());
    }

    /**
     * Returns the link for a parameter of the test that is annotated with {@link io.wringer.chaos.Link @Link}; the same
     * one for the same parameter.
     */
    public FaultyLink link(Parameter parameter) {
        LinkProxy link = links.get(parameter);
        faults.stream()
                .filter(NetworkRun.class::isInstance)
                .map(NetworkRun.class::cast)
                .forEach(fault -> fault.attach(Links.name(parameter), link));
        return link.control();
    }

    /** Disarms and judges. */
    public Outcome finish() {
        close();
        faults.forEach(this::findUnreachable);
        ChaosObservations observations = new ChaosObservations(
                context.seed(), faults.stream().map(RunningFault::observe).toList(), links.observe());
        List<Finding> findings = new ArrayList<>(ChaosJudge.judge(specs, observations, nearest(observations)));
        findings.addAll(ChaosJudge.limits(observations.links()));
        findings.addAll(ChaosJudge.unattributable(gate.unattributable()));
        if (alone != null) {
            findings.addAll(ChaosJudge.intruders(alone.intruders()));
        }
        return new Outcome("chaos", observations, findings);
    }

    private void findUnreachable(RunningFault fault) {
        if (fault instanceof FaultRun run && run.isAtMethods()) {
            gate.weaver().findUnreachable(run.place());
        }
    }

    private List<List<String>> nearest(ChaosObservations observations) {
        List<List<String>> nearest = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            boolean unmatched = observations.faults().get(i).places().isEmpty();
            nearest.add(
                    unmatched && specs.get(i).where() instanceof Where.Methods methods
                            ? gate.weaver().nearest(methods.pointcut(), methods.type())
                            : List.of());
        }
        return nearest;
    }

    /** Disarms; may be called again, and from any thread. */
    @Override
    public void close() {
        gate.close(token);
        faults.forEach(RunningFault::end);
        links.close();
        if (alone != null) {
            alone.close();
        }
    }
}
