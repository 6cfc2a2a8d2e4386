package io.wringer.extension.leak.site;

import io.wringer.extension.leak.site.Sites.Site;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** The stacks of what was acquired and not yet released; thread-safe. */
final class Stacks implements BiConsumer<Object, Boolean> {

    private static final int MOST_FRAMES = 10;
    private static final int MOST_EVENTS = 20_000;
    private static final String OURS = "io.wringer.extension.leak.";

    private final ThreadLocal<Boolean> busy = ThreadLocal.withInitial(() -> false);
    private final Map<Integer, Deque<Event>> open = new HashMap<>();
    private int events;

    @Override
    public void accept(Object self, Boolean acquired) {
        if (busy.get()) {
            return; // what is instrumented is used below as well
        }
        busy.set(true);
        try {
            note(System.identityHashCode(self), acquired);
        } finally {
            busy.set(false);
        }
    }

    private synchronized void note(int identity, boolean acquired) {
        if (events++ > MOST_EVENTS) {
            return;
        }
        Deque<Event> of = open.computeIfAbsent(identity, added -> new ArrayDeque<>());
        if (acquired) {
            of.push(new Event(Thread.currentThread(), List.of(new Throwable().getStackTrace())));
        } else {
            release(of);
        }
    }

    /** Gives back what the same thread took last, else what was taken last. */
    private static void release(Deque<Event> of) {
        for (Iterator<Event> events = of.iterator(); events.hasNext(); ) {
            if (events.next().thread() == Thread.currentThread()) {
                events.remove();
                return;
            }
        }
        of.poll();
    }

    synchronized List<Site> open() {
        Map<List<String>, Integer> counts = new LinkedHashMap<>();
        open.values().forEach(of -> of.forEach(event -> counts.merge(frames(event), 1, Integer::sum)));
        List<Site> sites = new ArrayList<>();
        counts.forEach((frames, count) -> sites.add(new Site(count, frames)));
        sites.sort(Comparator.comparingInt(Site::count).reversed());
        return sites;
    }

    private static List<String> frames(Event event) {
        List<String> frames = new ArrayList<>();
        for (StackTraceElement frame : event.stack()) {
            if (isEngine(frame)) {
                break;
            }
            boolean leading = frames.isEmpty() && Frames.isOfJdk(frame);
            if (!leading && !isWringer(frame) && frames.size() < MOST_FRAMES) {
                frames.add(Frames.render(frame));
            }
        }
        return frames;
    }

    /** Below this frame come the repeats and JUnit. */
    private static boolean isEngine(StackTraceElement frame) {
        return frame.getClassName().equals(OURS + "Executions");
    }

    private static boolean isWringer(StackTraceElement frame) {
        return frame.getClassName().startsWith(OURS + "site.");
    }

    private record Event(Thread thread, List<StackTraceElement> stack) {}
}
