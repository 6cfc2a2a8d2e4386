package io.wringer.extension.chaos.weave;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.SocketAddress;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What woven code calls. Never used under this name: {@link GateDefinition} defines a copy in {@code java.lang}, which
 * every class of every loader reaches without a change of the boot class path.
 *
 * <p>Uses nothing but {@code java.base}. All fields but the two switches are written once, before the switches.
 */
@SuppressWarnings("NullAway") // the fields are written before a switch lets any code come here
public final class GateTemplate {

    /** A slot of {@link #points} is as long as a cache line, so that threads don't disturb each other. */
    static final int SLOT_BITS = 3;

    /** Reads a field, and not by a method: one of a subclass may answer anything, and a woven one would come here. */
    private static final MethodHandle THREAD_ID = threadIdField();

    /**
     * For each point where a fault is armed, the threads that it does not mean; {@code null} at other points, and as a
     * whole while no test has a fault. See {@link Elsewhere}.
     */
    public static volatile long @Nullable [] @Nullable [] points;

    /** Whether a test is open, so that threads and tasks must be attributed. */
    public static volatile boolean attributing;

    /** Whether connections may have to be diverted. */
    public static volatile boolean diverting;

    /**
     * Strikes, if the current thread is meant: number of the point, target, arguments, answer; gives an answer in an
     * array, or {@code null}.
     */
    public static @Nullable Function<Object[], Object[]> striker;

    /** Strikes as the last time, by the number of the point; {@code null} if the faults must be asked. */
    public static @Nullable IntFunction<Object[]> repetition;

    /** Notes for which test a task was made. */
    public static @Nullable Consumer<Object> capture;

    /** Begins a task on the current thread. */
    public static @Nullable Consumer<Object> adoption;

    /** Ends a task on the current thread. */
    public static @Nullable Consumer<Object> release;

    /** Replaces the address of a connection. */
    public static @Nullable BiFunction<SocketAddress, Object, SocketAddress> diversion;

    private GateTemplate() {}

    private static MethodHandle threadIdField() {
        try {
            return MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup())
                    .findGetter(Thread.class, "tid", long.class);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("java.lang.Thread has no field tid", e);
        }
    }

    /** Returns the number of the current thread, which no other thread of this JVM ever has. */
    public static long threadId() {
        try {
            return (long) THREAD_ID.invokeExact(Thread.currentThread());
        } catch (Throwable e) {
            throw new IllegalStateException("A field can be read", e);
        }
    }

    /** Tells whether the current thread may be struck at a point, as far as is known. */
    public static boolean isHit(int point) {
        long[][] armed = points;
        if (armed == null || point >= armed.length) {
            return false;
        }
        long[] elsewhere = armed[point];
        return elsewhere != null && !isIn(elsewhere);
    }

    private static boolean isIn(long[] elsewhere) {
        long thread = threadId();
        int slot = ((int) thread << SLOT_BITS) & (elsewhere.length - 1);
        long noted = elsewhere[slot];
        if (noted == thread) {
            elsewhere[slot + 1]++;
            return true;
        }
        return noted == -thread;
    }

    /** Strikes before the work as the last time, without a look at the call; {@code null} if that needs asking. */
    public static Object @Nullable [] again(int point) {
        return repetition.apply(point);
    }

    /** Strikes before the work; {@code null} lets the call go on, an array holds the answer. */
    public static Object @Nullable [] strike(int point, Object target, Object[] arguments) {
        return striker.apply(new Object[] {point, target, arguments, null});
    }

    /** Strikes after the work. */
    public static boolean after(boolean answer, Object target, int point) {
        return (points == null || !isHit(point)) ? answer : (Boolean) replaced(answer, target, point);
    }

    /** Strikes after the work. */
    public static byte after(byte answer, Object target, int point) {
        return (points == null || !isHit(point)) ? answer : (Byte) replaced(answer, target, point);
    }

    /** Strikes after the work. */
    public static char after(char answer, Object target, int point) {
        return (points == null || !isHit(point)) ? answer : (Character) replaced(answer, target, point);
    }

    /** Strikes after the work. */
    public static short after(short answer, Object target, int point) {
        return (points == null || !isHit(point)) ? answer : (Short) replaced(answer, target, point);
    }

    /** Strikes after the work. */
    public static int after(int answer, Object target, int point) {
        return (points == null || !isHit(point)) ? answer : (Integer) replaced(answer, target, point);
    }

    /** Strikes after the work. */
    public static long after(long answer, Object target, int point) {
        return (points == null || !isHit(point)) ? answer : (Long) replaced(answer, target, point);
    }

    /** Strikes after the work. */
    public static float after(float answer, Object target, int point) {
        return (points == null || !isHit(point)) ? answer : (Float) replaced(answer, target, point);
    }

    /** Strikes after the work. */
    public static double after(double answer, Object target, int point) {
        return (points == null || !isHit(point)) ? answer : (Double) replaced(answer, target, point);
    }

    /** Strikes after the work. */
    public static Object after(Object answer, Object target, int point) {
        return (points == null || !isHit(point)) ? answer : replaced(answer, target, point);
    }

    /** Strikes after the work. */
    public static void after(Object target, int point) {
        if (points != null && isHit(point)) {
            replaced(null, target, point);
        }
    }

    private static Object replaced(@Nullable Object answer, Object target, int point) {
        Object[] holder = striker.apply(new Object[] {point, target, null, new Object[] {answer}});
        return holder == null ? answer : holder[0];
    }

    /** Links a call of a native method: at each call, one check and then the method. */
    public static CallSite link(
            MethodHandles.Lookup caller, String name, MethodType type, String owner, int before, int after)
            throws ReflectiveOperationException {
        Class<?> target = Class.forName(owner, false, caller.lookupClass().getClassLoader());
        MethodHandle original = caller.findStatic(target, name, type);
        MethodHandles.Lookup own = MethodHandles.lookup();
        MethodHandle isHit =
                own.findStatic(own.lookupClass(), "isHit", MethodType.methodType(boolean.class, int.class, int.class));
        MethodHandle struck = own.findStatic(
                own.lookupClass(),
                "struck",
                MethodType.methodType(Object.class, MethodHandle.class, int.class, int.class, Object[].class));
        return new ConstantCallSite(MethodHandles.guardWithTest(
                MethodHandles.dropArguments(
                        MethodHandles.insertArguments(isHit, 0, before, after), 0, type.parameterList()),
                MethodHandles.insertArguments(struck, 0, original, before, after)
                        .asCollector(Object[].class, type.parameterCount())
                        .asType(type),
                original));
    }

    /** Tells whether the current thread may be struck at one of the points of a native method; -1 for none. */
    public static boolean isHit(int before, int after) {
        return points != null && ((before >= 0 && isHit(before)) || (after >= 0 && isHit(after)));
    }

    /** Calls a native method, striking before or after it. */
    public static Object struck(MethodHandle original, int before, int after, Object[] arguments) throws Throwable {
        Object[] answer = before >= 0 && isHit(before) ? strike(before, null, arguments) : null;
        Object value = answer == null ? original.invokeWithArguments(arguments) : answer[0];
        return after >= 0 && isHit(after) ? replaced(value, null, after) : value;
    }

    /** Notes for which test a task was made or handed over. */
    public static void capture(Object task) {
        if (attributing) {
            capture.accept(task);
        }
    }

    /** Begins a task on the current thread. */
    public static void adopt(Object task) {
        if (attributing) {
            adoption.accept(task);
        }
    }

    /** Ends a task on the current thread. */
    public static void release(Object task) {
        if (attributing) {
            release.accept(task);
        }
    }

    /** Runs a task for the test that it was handed over for. */
    public static void run(Runnable task) {
        if (!attributing) {
            task.run();
            return;
        }
        adoption.accept(task);
        try {
            task.run();
        } finally {
            release.accept(task);
        }
    }

    /** Calls a task for the test that its future was made for. */
    public static Object call(Callable<?> task, Object future) throws Exception {
        if (!attributing) {
            return task.call();
        }
        adoption.accept(future);
        try {
            return task.call();
        } finally {
            release.accept(future);
        }
    }

    /** Replaces the address of a connection. */
    public static SocketAddress divert(SocketAddress address, Object socket) {
        return diverting ? diversion.apply(address, socket) : address;
    }
}
