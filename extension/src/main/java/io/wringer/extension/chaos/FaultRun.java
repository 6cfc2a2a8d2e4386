package io.wringer.extension.chaos;

import io.wringer.chaos.Fault;
import io.wringer.chaos.FaultPoint;
import io.wringer.extension.chaos.weave.Place;
import io.wringer.extension.chaos.weave.Point;
import io.wringer.extension.chaos.weave.Steady;
import io.wringer.extension.chaos.weave.Striker;
import io.wringer.extension.chaos.weave.Token;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A fault at methods while its test runs; thread-safe. */
final class FaultRun implements Striker, RunningFault {

    private static final int MOST_REMEMBERED = 5;
    private static final int MOST_THREADS_REMEMBERED = 10;
    private static final int MOST_STEADY = 64;

    private final ChaosSpec spec;
    private final Place place;
    private final Token token;
    private final Window window;
    private final Draw draw;
    private final boolean alone;
    private final ClassLoader loader;
    private final Effect effect;

    /** Whether every call in the window is struck, so that counting calls is enough. */
    private final boolean always;

    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong chosen = new AtomicLong();
    private final LongAdder unfit = new LongAdder();
    private final LongAdder outside = new LongAdder();
    private final LongAdder spared = new LongAdder();
    private final LongAdder unattributed = new LongAdder();
    private final LongAdder overlongStalls = new LongAdder();
    private final Set<String> threads = ConcurrentHashMap.newKeySet();
    private final Set<String> calledPlaces = ConcurrentHashMap.newKeySet();
    private final List<Steady> steady = new CopyOnWriteArrayList<>();
    private final Queue<String> firings = new ConcurrentLinkedQueue<>();
    private final Set<String> problems = ConcurrentHashMap.newKeySet();

    /** What was found out about a point, by its number, holds for its next call. */
    private volatile int lastCalled = -1;

    private volatile int lastFitting = -1;

    FaultRun(ChaosSpec spec, Place place, Token token, Window window, Draw draw, boolean alone, ClassLoader loader) {
        this.spec = spec;
        this.place = place;
        this.token = token;
        this.window = window;
        this.draw = draw;
        this.alone = alone;
        this.loader = loader;
        this.always = spec.when().strikesAll();
        this.effect = Effects.of(spec, loader, this::stall, window::startedAtClock);
    }

    /** Draws, for each call, from the seed of the run, the position of the fault and the number of the call only. */
    record Draw(long seed, int index) {
        private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L; // Steele, Lea, Flood: SplitMix, 2014

        SplittableRandom random(long number) {
            return new SplittableRandom(seed + GOLDEN_GAMMA * (index + 1) ^ number * 0xbf58476d1ce4e5b9L);
        }
    }

    @Override
    public Place place() {
        return place;
    }

    @Override
    public Token token() {
        return token;
    }

    @Override
    public boolean everyThread() {
        return spec.threads() == io.wringer.chaos.FaultScope.ALL;
    }

    /** Ready-made places lie in the JDK, where threads of the build come by, too. */
    @Override
    public boolean unknownThreads() {
        return alone && isAtMethods();
    }

    /** Tells whether the place was given by its methods, and is none that is ready-made. */
    boolean isAtMethods() {
        return spec.where() instanceof Where.Methods;
    }

    @Override
    public void spared() {
        spared.increment();
        remember(Thread.currentThread());
    }

    @Override
    public void sparedMore(long calls) {
        spared.add(calls);
    }

    @Override
    public void unattributed() {
        unattributed.increment();
        remember(Thread.currentThread());
    }

    private void remember(Thread thread) {
        if (threads.size() < MOST_THREADS_REMEMBERED) {
            threads.add(thread.getName());
        }
    }

    @Override
    public @Nullable Answer strike(Call call) throws Throwable {
        if (!isMeant(call)) {
            return null;
        }
        if (!window.isOpen()) {
            outside.increment();
            return null;
        }
        long number = calls.incrementAndGet();
        remember(call.point());
        SplittableRandom random = draw.random(number);
        if (!always && (!spec.when().strikes(number, random.nextDouble()) || !fires())) {
            return null;
        }
        if (firedWhenAsked() <= MOST_REMEMBERED) {
            remember(call, number);
        }
        return apply(call, number, random);
    }

    /** A fault that strikes every call with one answer need not be asked; not before what is remembered is complete. */
    @Override
    public @Nullable Steady steady(Call call, Answer given) {
        int point = call.point().id();
        if (!always
                || spec.where() instanceof Where.Preset
                || !effect.isSteadyAt(point)
                || firedWhenAsked() <= MOST_REMEMBERED
                || steady.size() >= MOST_STEADY) {
            return null;
        }
        Steady next = new Steady(point, given, () -> window.isOpenForGood() && place.isPlain());
        steady.add(next);
        return next;
    }

    private boolean isMeant(Call call) {
        return isOfTest(call) && place.covers(call.point(), call.target()) && !place.isNested(call.point());
    }

    private boolean isOfTest(Call call) {
        if (spec.fault() == Fault.DNS) {
            return NameLookup.isLookup(call);
        }
        return !(spec.where() instanceof Where.Preset preset)
                || preset.point() != FaultPoint.FILE
                || FullDisk.isOfTest(call);
    }

    private boolean fires() {
        long most = spec.when().times();
        if (most == 0) {
            chosen.incrementAndGet();
            return true;
        }
        return chosen.getAndUpdate(count -> Math.min(most, count + 1)) < most;
    }

    private @Nullable Answer apply(Call call, long number, SplittableRandom random) throws Throwable {
        String problem = problemAt(call);
        if (problem != null) {
            unfit.increment();
            problems.add(problem);
            return null;
        }
        return effect.strike(call, number, random);
    }

    /** A class that was loaded after the checks may have a method that the fault doesn't fit. */
    private @Nullable String problemAt(Call call) {
        if (lastFitting == call.point().id()) {
            return null;
        }
        String problem = switch (spec.fault()) {
            case EXCEPTION -> Methods.undeclaredAt(spec, call.point());
            case RETURN -> Values.unfitAt(spec, call, loader);
            default -> null;
        };
        if (problem == null) {
            lastFitting = call.point().id();
        }
        return problem;
    }

    private void remember(Point point) {
        if (lastCalled != point.id() && calledPlaces.size() < MOST_REMEMBERED) {
            lastCalled = point.id();
            calledPlaces.add(point.signature());
        }
    }

    private void remember(Call call, long number) {
        if (firings.size() < MOST_REMEMBERED) {
            firings.add("call " + number + " of " + call.point().signature() + " on thread "
                    + Thread.currentThread().getName());
        }
    }

    private void stall() {
        Duration longest = spec.what().delay().orElse(What.LONGEST_STALL);
        boolean healed = window.awaitHealed(longest.toNanos());
        if (!healed && !Thread.currentThread().isInterrupted()) {
            overlongStalls.increment();
        }
    }

    @Override
    public void start() {
        window.start();
    }

    @Override
    public void end() {
        window.end();
        steady.forEach(Steady::end);
    }

    /** Goes through what decides on a call once, so that deciding loads no class while the JVM loads one. */
    void warmUp() {
        place.points().stream().findFirst().ifPresent(point -> isMeant(new Call(point, null, null, null)));
    }

    @Override
    public Window window() {
        return window;
    }

    @Override
    public long calls() {
        return calls.get() + steadyCalls();
    }

    private long steadyCalls() {
        return steady.stream().mapToLong(Steady::calls).sum();
    }

    @Override
    public long fired() {
        return firedWhenAsked() + steadyCalls();
    }

    private long firedWhenAsked() {
        return (always ? calls : chosen).get() - unfit.sum();
    }

    @Override
    public ChaosObservations.OfFault observe() {
        return new ChaosObservations.OfFault(
                spec.describe(),
                calls(),
                fired(),
                outside.sum(),
                unattributed.sum(),
                spared.sum(),
                overlongStalls.sum(),
                place.points().stream().map(Point::signature).distinct().toList(),
                place.unreachable(),
                List.copyOf(calledPlaces),
                threads.stream().sorted().toList(),
                List.copyOf(firings),
                List.copyOf(problems),
                List.of());
    }
}
