package io.wringer.extension.stress;

import io.wringer.stress.StressPlan;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The operations of a load; immutable.
 *
 * @param all at least one
 * @param before hooks outside the latency
 * @param after hooks outside the latency
 */
record Operations(List<Named> all, List<StressPlan.Hook> before, List<StressPlan.Hook> after) {

    /** The longest order in which operations follow each other before it repeats. */
    private static final int LONGEST_MIX = 10_000;

    private static final MethodType CALL = MethodType.methodType(Object.class);

    Operations {
        all = List.copyOf(all);
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /**
     * One operation.
     *
     * @param name unique
     * @param weight positive
     * @param handle of type {@code ()Object}
     * @param async whether it returns a {@link java.util.concurrent.CompletionStage} to wait for
     */
    record Named(String name, int weight, MethodHandle handle, boolean async) {}

    static Operations only(String name, MethodHandle handle) {
        return new Operations(List.of(new Named(name, 1, handle, false)), List.of(), List.of());
    }

    List<String> names() {
        return all.stream().map(Named::name).toList();
    }

    boolean hasHooks() {
        return !before.isEmpty() || !after.isEmpty();
    }

    boolean hasAsync() {
        return all.stream().anyMatch(Named::async);
    }

    /** Returns a handle of type {@code (int)Object} that calls the operation with an index. */
    MethodHandle handle() {
        MethodHandle[] cases = all.stream()
                .map(operation -> MethodHandles.dropArguments(operation.handle().asType(CALL), 0, int.class))
                .toArray(MethodHandle[]::new);
        return cases.length == 1 ? cases[0] : MethodHandles.tableSwitch(cases[0], cases);
    }

    /** Returns the order in which one worker calls the operations: exactly as often as they weigh, shuffled. */
    int[] mix(Random random) {
        List<Integer> order = new ArrayList<>();
        double scale = Math.min(1, (double) LONGEST_MIX / totalWeight()) / divisor();
        for (int operation = 0; operation < all.size(); operation++) {
            long times = Math.max(1, Math.round(all.get(operation).weight() * scale));
            for (long i = 0; i < times; i++) {
                order.add(operation);
            }
        }
        Collections.shuffle(order, random);
        return order.stream().mapToInt(Integer::intValue).toArray();
    }

    private long totalWeight() {
        return Math.max(1, all.stream().mapToLong(Named::weight).sum() / divisor());
    }

    private long divisor() {
        return all.stream()
                .mapToLong(Named::weight)
                .reduce(Operations::greatestCommonDivisor)
                .orElse(1);
    }

    private static long greatestCommonDivisor(long left, long right) {
        return right == 0 ? left : greatestCommonDivisor(right, left % right);
    }

    /** Converts what a plan may hold to handles. */
    static MethodHandle handleOf(StressPlan.@Nullable Operation operation) {
        return bound(StressPlan.Operation.class, "run", void.class, operation);
    }

    static MethodHandle handleOf(StressPlan.@Nullable ValueOperation operation) {
        return bound(StressPlan.ValueOperation.class, "call", Object.class, operation);
    }

    static MethodHandle handleOf(StressPlan.@Nullable AsyncOperation operation) {
        return bound(StressPlan.AsyncOperation.class, "start", java.util.concurrent.CompletionStage.class, operation);
    }

    private static MethodHandle bound(Class<?> type, String method, Class<?> result, @Nullable Object target) {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(type, method, MethodType.methodType(result))
                    .bindTo(target)
                    .asType(CALL);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " has lost its method", e);
        }
    }
}
