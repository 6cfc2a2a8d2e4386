package io.wringer.extension.chaos;

import io.wringer.chaos.CustomFault;
import io.wringer.chaos.FaultedCall;
import io.wringer.extension.chaos.weave.Striker;
import java.lang.reflect.Constructor;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes the effects of faults at methods. */
final class Effects {

    private final ChaosSpec spec;
    private final ClassLoader loader;

    private Effects(ChaosSpec spec, ClassLoader loader) {
        this.spec = spec;
        this.loader = loader;
    }

    /**
     * Makes the effect of a spec.
     *
     * @param stall waits until the fault heals
     * @param startedAt tells when the test began, as the right clock said
     */
    static Effect of(ChaosSpec spec, ClassLoader loader, Runnable stall, Supplier<Instant> startedAt) {
        Effects effects = new Effects(spec, loader);
        return switch (spec.fault()) {
            case EXCEPTION -> effects::throwException;
            case LATENCY -> effects::delay;
            case STALL ->
                (call, number, random) -> {
                    stall.run();
                    return null;
                };
            case RETURN -> effects.new Returning();
            case CORRUPT -> (call, number, random) -> damaged(Damage.corrupted(value(call), random));
            case TRUNCATE ->
                (call, number, random) ->
                        damaged(Damage.truncated(value(call), spec.what().value()));
            case CUSTOM -> effects.custom();
            case DNS -> (call, number, random) -> NameLookup.strike(spec.what(), call, random);
            case CLOCK_SKEW -> skewing(spec, startedAt);
            case DISK_FULL ->
                (call, number, random) -> {
                    FullDisk.strike(call);
                    return null;
                };
            case EXHAUST ->
                (call, number, random) -> Exceptions.raise(
                        Exceptions.shortened(Exhaustion.create(spec.what().value(), call.point(), loader)),
                        call.point());
            default ->
                throw spec.attributes()
                        .error(
                                "Fault." + spec.fault() + " can't strike at "
                                        + spec.where().describe(),
                                "Use another fault or another place.");
        };
    }

    private Striker.@Nullable Answer throwException(Striker.Call call, long number, RandomGenerator random)
            throws Throwable {
        String given = spec.what().message();
        String message =
                given.isEmpty() ? "Injected by Wringer at " + call.point().signature() : given;
        Class<? extends Throwable> type = Exceptions.fitting(
                        spec.what().exceptions(),
                        call.point().exceptions(),
                        call.point().returnType())
                .orElseThrow();
        return Exceptions.raise(Exceptions.create(type, message), call.point());
    }

    private Striker.@Nullable Answer delay(Striker.Call call, long number, RandomGenerator random) {
        sleep(spec.what().delay().orElse(Duration.ZERO), spec.what().jitter(), random);
        return null;
    }

    static void sleep(Duration delay, Duration jitter, RandomGenerator random) {
        long nanos = delay.toNanos() + (jitter.isZero() ? 0 : random.nextLong(jitter.toNanos() + 1));
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the code under test sees it at its next blocking call
        }
    }

    /** Reads the value once for a point and its next calls, unless each call must get a value of its own. */
    private final class Returning implements Effect {

        private record Read(int point, Striker.Answer answer) {}

        private volatile @Nullable Read last;

        @Override
        public Striker.Answer strike(Striker.Call call, long number, RandomGenerator random)
                throws ClassNotFoundException {
            Read read = last;
            if (read != null && read.point == call.point().id()) {
                return read.answer;
            }
            Class<?> type = Values.returnType(call, loader);
            Striker.Answer answer = new Striker.Answer(Values.parse(spec.what().value(), type));
            last = Values.isShareable(type) ? new Read(call.point().id(), answer) : null;
            return answer;
        }

        @Override
        public boolean isSteadyAt(int point) {
            Read read = last;
            return read != null && read.point == point;
        }
    }

    private static Effect skewing(ChaosSpec spec, Supplier<Instant> startedAt) {
        What what = spec.what();
        ClockSkew skew = ClockSkew.parse(spec.attributes(), what.value(), what.delay());
        return (call, number, random) -> new Striker.Answer(skew.skewed(value(call), call.target(), startedAt.get()));
    }

    private static @Nullable Object value(Striker.Call call) {
        return call.answer() == null ? null : call.answer().value();
    }

    private static Striker.@Nullable Answer damaged(@Nullable Object damaged) {
        return new Striker.Answer(damaged);
    }

    private Effect custom() {
        CustomFault fault = create();
        return (call, number, random) -> {
            Custom struck = new Custom(call, number, random);
            fault.strike(struck);
            return struck.answer;
        };
    }

    private CustomFault create() {
        Class<? extends CustomFault> type = spec.what().custom();
        try {
            Constructor<? extends CustomFault> constructor = type.getDeclaredConstructor();
            constructor.trySetAccessible();
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw spec.attributes()
                    .error(
                            "custom",
                            type.getName() + " can't be created: " + e,
                            "a class with a constructor without parameters; a nested one must be static");
        }
    }

    private static final class Custom implements FaultedCall {
        private final Striker.Call call;
        private final long number;
        private final RandomGenerator random;
        private Striker.@Nullable Answer answer;

        Custom(Striker.Call call, long number, RandomGenerator random) {
            this.call = call;
            this.number = number;
            this.random = random;
        }

        @Override
        public @Nullable Object target() {
            return call.target();
        }

        @Override
        public List<@Nullable Object> arguments() {
            @Nullable Object[] arguments = call.arguments();
            return arguments == null ? List.of() : Collections.unmodifiableList(Arrays.asList(arguments));
        }

        @Override
        public String place() {
            return call.point().signature();
        }

        @Override
        public long number() {
            return number;
        }

        @Override
        public RandomGenerator random() {
            return random;
        }

        @Override
        public void answer(@Nullable Object value) {
            answer = new Striker.Answer(value);
        }
    }
}
