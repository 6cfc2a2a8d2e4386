package io.wringer.stress;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Declares the load of a {@link StressTest @StressTest}: its operations with their weights, and what must hold beside.
 *
 * <p>Injected as a parameter of the test method. The body then runs once, before the load, and declares it:
 *
 * <pre>{@code
 * @StressTest(threads = 16, rate = "1000/s", duration = "10s")
 * void mixedLoad(StressPlan plan) {
 *     plan.operation("get", 80, () -> cache.get(key()))
 *         .operation("put", 20, () -> cache.put(key(), value()))
 *         .invariant("bounded", () -> assertThat(cache.size()).isLessThanOrEqualTo(1_000));
 * }
 * }</pre>
 *
 * <p>A declaration that can't be used, such as a second operation of the same name, is a
 * {@link io.wringer.WringerConfigurationException}. The plan is used by the body only, and is not thread-safe; what it
 * returns to be used by the operations ({@link Feeder}, {@link Counter}, {@link Ratio}) is thread-safe.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface StressPlan {

    /**
     * Adds an operation.
     *
     * @param name a name that is unique in the plan
     * @param weight its share in relation to the weights of the other operations; positive
     * @param operation what is called; what it throws counts as a failure
     * @return this plan
     */
    StressPlan operation(String name, int weight, Operation operation);

    /**
     * Adds an operation that returns a value; the value is consumed, so that the JIT compiler can't remove its making.
     *
     * @param name a name that is unique in the plan
     * @param weight its share in relation to the weights of the other operations; positive
     * @param operation what is called; what it throws counts as a failure
     * @return this plan
     */
    StressPlan operation(String name, int weight, ValueOperation operation);

    /**
     * Adds an operation that goes on after it returned: its latency ends when the stage completes.
     *
     * <p>The caller waits for the stage before it starts its next operation, so {@link StressTest#threads()} bounds the
     * operations in flight. A stage that completes exceptionally counts as a failure.
     *
     * @param name a name that is unique in the plan
     * @param weight its share in relation to the weights of the other operations; positive
     * @param operation what is called
     * @return this plan
     */
    StressPlan asyncOperation(String name, int weight, AsyncOperation operation);

    /**
     * Adds objectives beside those of {@link io.wringer.Slo @Slo}.
     *
     * @param objectives for example {@code "p95 < 5ms for get"}
     * @return this plan
     */
    StressPlan objectives(String... objectives);

    /**
     * Runs a hook before each operation, on its thread and outside its latency.
     *
     * @param hook what it throws counts as a failure of the operation, which is then not called
     * @return this plan
     */
    StressPlan before(Hook hook);

    /**
     * Runs a hook after each operation that was called, on its thread and outside its latency.
     *
     * @param hook what it throws counts as a failure of the operation
     * @return this plan
     */
    StressPlan after(Hook hook);

    /**
     * Adds a condition that must hold whenever no operation is in flight: it is checked at checkpoints during the load
     * and at its end.
     *
     * @param name what it is called in messages
     * @param check throws when the condition does not hold
     * @return this plan
     */
    StressPlan invariant(String name, Check check);

    /**
     * Adds a check of the result, called once after the load; what it throws fails the test.
     *
     * @param check receives what was measured
     * @return this plan
     */
    StressPlan finalCheck(FinalCheck check);

    /**
     * Feeds operations from a sequence; after its last value it begins again.
     *
     * @param values at least one; read once, now
     * @param <T> the type of the values
     * @return the feeder, which hands out the values in order over all threads together
     */
    <T> Feeder<T> feeder(Iterable<? extends T> values);

    /**
     * Feeds operations from a file of comma-separated values (RFC 4180) whose first record names the columns; after its
     * last record it begins again.
     *
     * @param file read once, now, as UTF-8
     * @return the feeder of records by column name
     */
    Feeder<Map<String, String>> csv(Path file);

    /**
     * Feeds operations with random values that are the same for the same {@code wringer.seed}.
     *
     * @param generator makes one value; each calling thread has a random generator of its own
     * @param <T> the type of the values
     * @return the feeder
     */
    <T> Feeder<T> random(Function<? super RandomGenerator, ? extends T> generator);

    /**
     * Registers a counter, which objectives may name: {@code "retries <= 10"} or {@code "retries < 5/s"}.
     *
     * @param name as objectives write it
     * @return the counter
     */
    Counter counter(String name);

    /**
     * Registers a ratio, which objectives may name: {@code "cache hit ratio >= 98%"}.
     *
     * @param name as objectives write it
     * @return the ratio
     */
    Ratio ratio(String name);

    /**
     * Registers a metric that is read about every second, for the report, and at the end of the load; objectives compare
     * its last value. What the supplier throws ends the load and the test.
     *
     * @param name as objectives write it
     * @param value in the unit of the objective: nanoseconds, bytes, a share of 1, events per second or a number
     * @return this plan
     */
    StressPlan metric(String name, DoubleSupplier value);

    /** What is called under load. */
    @FunctionalInterface
    interface Operation {

        /**
         * Runs the operation once.
         *
         * @throws Throwable any throwable counts as a failed operation
         */
        void run() throws Throwable;
    }

    /** What is called under load and returns a value. */
    @FunctionalInterface
    interface ValueOperation {

        /**
         * Runs the operation once.
         *
         * @return any value
         * @throws Throwable any throwable counts as a failed operation
         */
        @Nullable
        Object call() throws Throwable;
    }

    /** What is called under load and completes later. */
    @FunctionalInterface
    interface AsyncOperation {

        /**
         * Starts the operation once.
         *
         * @return the stage that completes with the operation
         * @throws Throwable any throwable counts as a failed operation
         */
        CompletionStage<?> start() throws Throwable;
    }

    /** What runs before or after each operation. */
    @FunctionalInterface
    interface Hook {

        /**
         * Runs the hook.
         *
         * @param operation the name of the operation
         * @throws Throwable any throwable counts as a failed operation
         */
        void run(String operation) throws Throwable;
    }

    /** What must hold while no operation is in flight. */
    @FunctionalInterface
    interface Check {

        /**
         * Checks once.
         *
         * @throws Throwable if the condition does not hold
         */
        void check() throws Throwable;
    }

    /** What must hold for the result. */
    @FunctionalInterface
    interface FinalCheck {

        /**
         * Checks once.
         *
         * @param result what was measured
         * @throws Throwable if the condition does not hold
         */
        void check(StressResult result) throws Throwable;
    }

    /**
     * Hands out values to operations; thread-safe.
     *
     * @param <T> the type of the values
     */
    interface Feeder<T> {

        /**
         * Returns the next value.
         *
         * @return the value
         */
        T next();
    }

    /** Counts events; thread-safe, without contention between threads. */
    interface Counter {

        /** Counts one event. */
        void increment();

        /**
         * Counts several events.
         *
         * @param events how many
         */
        void add(long events);
    }

    /** Counts hits and misses; thread-safe, without contention between threads. */
    interface Ratio {

        /**
         * Counts one event.
         *
         * @param hit whether it counts to the share
         */
        void record(boolean hit);
    }
}
