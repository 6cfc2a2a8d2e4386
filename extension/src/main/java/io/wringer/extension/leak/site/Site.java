package io.wringer.extension.leak.site;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A place in the code.
 *
 * @param count how often it was there
 * @param frames rendered frames, from the method of the JDK or the library that was called to the test
 */
public record Site(int count, List<String> frames) {

    private static final int MOST_FRAMES = 10;
    private static final int CALLERS = 3;
    private static final String OURS = "io.wringer.extension.leak.";

    public Site {
        frames = List.copyOf(frames);
    }

    /**
     * Returns the frame that a reader looks for: the topmost of the code under test, which the package of the outermost
     * frame tells from libraries; empty if there are frames of the JDK only.
     */
    public Optional<String> place() {
        return place(frames);
    }

    private static Optional<String> place(List<String> frames) {
        List<String> own =
                frames.stream().filter(frame -> !Frames.isOfJdk(frame)).toList();
        return own.stream()
                .filter(frame -> group(frame).equals(group(own.get(own.size() - 1))))
                .findFirst();
    }

    /** Returns the first two parts of the name of a class: {@code com.acme}. */
    private static String group(String frame) {
        int first = frame.indexOf('.');
        int second = frame.indexOf('.', first + 1);
        return second < 0 ? frame : frame.substring(0, second);
    }

    /** Counts equal stacks; the most frequent first. */
    public static List<Site> of(Collection<StackTraceElement[]> stacks) {
        Map<List<String>, Integer> counts = new LinkedHashMap<>();
        stacks.forEach(stack -> counts.merge(frames(stack), 1, Integer::sum));
        List<Site> sites = new ArrayList<>();
        counts.forEach((frames, count) -> sites.add(new Site(count, frames)));
        sites.sort(Comparator.comparingInt(Site::count).reversed());
        return sites;
    }

    /** Where a library is deeper than what is shown, the code that called it takes the place of the last frames. */
    private static List<String> frames(StackTraceElement[] stack) {
        List<String> all = all(stack);
        if (all.size() <= MOST_FRAMES) {
            return all;
        }
        int place = place(all).map(all::indexOf).orElse(0);
        if (place < MOST_FRAMES) {
            return all.subList(0, MOST_FRAMES);
        }
        List<String> frames = new ArrayList<>(all.subList(0, MOST_FRAMES - CALLERS));
        frames.addAll(all.subList(place, Math.min(all.size(), place + CALLERS)));
        return frames;
    }

    private static List<String> all(StackTraceElement[] stack) {
        List<String> frames = new ArrayList<>();
        for (int i = 0; i < stack.length && !Frames.isEngine(stack[i]); i++) {
            boolean leading = frames.isEmpty() && Frames.isOfJdk(stack[i]) && isFollowedByJdk(stack, i);
            if (!leading && !isWatching(stack[i])) {
                frames.add(Frames.render(stack[i]));
            }
        }
        boolean onlyOfJdk = Arrays.stream(stack).allMatch(frame -> Frames.isOfJdk(frame) || isWatching(frame));
        return onlyOfJdk ? List.of() : frames; // on a thread of the JDK, which says nothing
    }

    /** Of the JDK's own frames at the top only the last is of use: the method that was called. */
    private static boolean isFollowedByJdk(StackTraceElement[] stack, int at) {
        return at + 1 < stack.length && Frames.isOfJdk(stack[at + 1]);
    }

    private static boolean isWatching(StackTraceElement frame) {
        return frame.getClassName().startsWith(HookDefinition.NAME)
                || frame.getClassName().startsWith(OURS + "site.")
                || frame.getClassName().startsWith(OURS + "watch.");
    }
}
