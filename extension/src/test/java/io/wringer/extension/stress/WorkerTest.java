package io.wringer.extension.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.extension.stress.Operations.Named;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.IntCountsHistogram;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be told of a worker without a load. */
class WorkerTest {

    private static final long MOST_PER_THREAD_AND_OPERATION = 300 * 1024;

    private static Worker worker(int operations, Profile rate) {
        MethodHandle nothing = MethodHandles.constant(Object.class, "");
        List<Named> named = java.util.stream.IntStream.range(0, operations)
                .mapToObj(i -> new Named("operation" + i, i == 0 ? 9_999 : 1, nothing, false))
                .toList();
        Operations all = new Operations(named, List.of(), List.of());
        Crew crew = new Crew(all, Loops.calling(all.handle()), new Gate(1), null, rate, Duration.ZERO, false, 42);
        return new Worker(0, crew);
    }

    @Test
    void theLastEndOfABatchIsWhereTheOperationInFlightBegan() {
        Worker worker = worker(1, null);
        Journal journal = worker.journal();
        journal.enter(Journal.BATCH, 1_000);
        assertThat(worker.lastEnd()).isEqualTo(1_000);
        journal.write(0, 500, 0);
        journal.write(1, 30, 0);
        assertThat(worker.lastEnd()).isEqualTo(1_530);
        journal.leave();
        assertThat(worker.lastEnd()).isEqualTo(worker.finishedAt());
    }

    /** Whatever an operation takes, from a nanosecond to the longest time there is, and however often it is called. */
    @ParameterizedTest
    @CsvSource({"1, false", "1, true", "2, false", "2, true", "20, true"})
    void memoryIsBoundedForAnyRunLength(int operations, boolean open) throws Exception {
        Worker worker = worker(operations, open ? Profile.constant(1, 1_000_000_000) : null);
        Tally[] tallies = (Tally[]) field(worker, "tallies");
        IntCountsHistogram lag = (IntCountsHistogram) field(worker, "lag");
        for (int magnitude = 0; magnitude < 63; magnitude++) {
            long nanos = (1L << magnitude) + ((1L << magnitude) - 1);
            for (Tally tally : tallies) {
                tally.latency(nanos);
                tally.service(nanos);
            }
            lag.recordValue(nanos);
        }
        assertThat(footprint(worker) / operations).isLessThanOrEqualTo(MOST_PER_THREAD_AND_OPERATION);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void memoryStartsSmall(boolean open) throws Exception {
        Worker worker = worker(1, open ? Profile.constant(1, 1_000_000_000) : null);
        assertThat(footprint(worker)).isLessThanOrEqualTo(32 * 1024);
    }

    /** What a worker has of its own: all its fields but what it shares with the others. */
    private static long footprint(Worker worker) throws Exception {
        return sizeOfFields(worker, Set.of("crew", "phase", "left"));
    }

    private static long sizeOf(@Nullable Object value) throws Exception {
        if (value instanceof AbstractHistogram histogram) {
            return histogram.getEstimatedFootprintInBytes();
        }
        if (value instanceof int[] numbers) {
            return 16 + 4L * numbers.length;
        }
        if (value instanceof long[] numbers) {
            return 16 + 8L * numbers.length;
        }
        if (value instanceof Object[] values) {
            long bytes = 16 + 8L * values.length;
            for (Object each : values) {
                bytes += sizeOf(each);
            }
            return bytes;
        }
        return value instanceof Tally || value instanceof Journal ? sizeOfFields(value, Set.of()) : 64;
    }

    private static long sizeOfFields(Object owner, Set<String> shared) throws Exception {
        long bytes = 16;
        for (Field field : owner.getClass().getDeclaredFields()) {
            boolean own = !Modifier.isStatic(field.getModifiers()) && !shared.contains(field.getName());
            bytes += own ? 8 + sizeOf(valueOf(field, owner)) : 0;
        }
        return bytes;
    }

    private static @Nullable Object valueOf(Field field, Object owner) throws ReflectiveOperationException {
        field.setAccessible(true);
        return field.get(owner);
    }

    private static Object field(Worker worker, String name) throws ReflectiveOperationException {
        return valueOf(Worker.class.getDeclaredField(name), worker);
    }
}
