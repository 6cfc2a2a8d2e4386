package io.wringer.extension.leak.site;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** The stacks of what was acquired and not yet released; thread-safe. */
final class Stacks implements BiConsumer<Object, String> {

    private static final int MOST_EVENTS = 20_000;

    private final ThreadLocal<Boolean> busy = ThreadLocal.withInitial(() -> false);
    private final Map<Integer, Deque<Taken>> open = new HashMap<>();
    private final boolean garbageIsOver;
    private int events;

    /**
     * Creates it.
     *
     * @param garbageIsOver whether what was collected counts no longer, as of things that nobody has to give back
     */
    Stacks(boolean garbageIsOver) {
        this.garbageIsOver = garbageIsOver;
        open(); // loads all that it takes before the streams and channels are woven that a class loader may read by
    }

    @Override
    public void accept(Object self, String event) {
        if (busy.get()) {
            return; // what is instrumented is used below as well
        }
        busy.set(true);
        try {
            note(self, event);
        } finally {
            busy.set(false);
        }
    }

    private synchronized void note(Object self, String event) {
        if (events++ > MOST_EVENTS) {
            return;
        }
        Deque<Taken> of = open.computeIfAbsent(System.identityHashCode(self), added -> new ArrayDeque<>());
        if (event.equals(Event.RELEASED)) {
            release(of);
            return;
        }
        if (event.equals(Event.CREATED)) {
            of.clear(); // by an inner constructor of the same object
        }
        Taken taken = new Taken(new WeakReference<>(self), Thread.currentThread(), new Throwable().getStackTrace());
        if (!of.isEmpty() && taken.contains(of.peek())) {
            of.pop(); // an overload that the method calls has reported it already
        }
        of.push(taken);
    }

    /** Gives back what the same thread took last, else what was taken last. */
    private static void release(Deque<Taken> of) {
        for (Iterator<Taken> events = of.iterator(); events.hasNext(); ) {
            if (events.next().thread() == Thread.currentThread()) {
                events.remove();
                return;
            }
        }
        of.poll();
    }

    synchronized List<Site> open() {
        return open(taken -> true);
    }

    /** Returns those of objects of some classes, given by name. */
    synchronized List<Site> openOf(Predicate<String> types) {
        return open(taken -> taken.isOf(types));
    }

    private List<Site> open(Predicate<Taken> chosen) {
        return Site.of(open.values().stream()
                .flatMap(Collection::stream)
                .filter(taken -> chosen.test(taken) && !taken.isOver(garbageIsOver))
                .map(Taken::stack)
                .toList());
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Taken(WeakReference<Object> self, Thread thread, StackTraceElement[] stack) {

        boolean isOf(Predicate<String> types) {
            Object alive = self.get();
            Class<?> type = alive == null ? null : alive.getClass();
            while (type != null && !types.test(type.getName())) {
                type = type.getSuperclass();
            }
            return type != null;
        }

        /** A completed future has let go of whatever waited for it, and a thread that ended is no longer there. */
        boolean isOver(boolean garbageIsOver) {
            Object alive = self.get();
            if (alive == null) {
                return garbageIsOver;
            }
            return alive instanceof Thread started
                    ? started.getState() == Thread.State.TERMINATED
                    : !garbageIsOver && alive instanceof CompletableFuture<?> future && future.isDone();
        }

        /** Tells whether another event took place within the same call of the instrumented method. */
        boolean contains(Taken other) {
            int deeper = other.stack.length - stack.length;
            int top = top();
            return deeper > 0
                    && thread == other.thread
                    && isOfSameMethod(stack[top], other.stack[top + deeper])
                    && isOfSameMethod(stack[top], other.stack[top]);
        }

        /** Returns the frame of the instrumented method: the first below our own. */
        private int top() {
            int top = 0;
            while (!stack[top].getClassName().startsWith(HookDefinition.NAME)) {
                top++;
            }
            return top + 1;
        }

        private static boolean isOfSameMethod(StackTraceElement one, StackTraceElement other) {
            return one.getClassName().equals(other.getClassName())
                    && one.getMethodName().equals(other.getMethodName());
        }
    }
}
