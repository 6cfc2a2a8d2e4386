package io.wringer.extension.stress;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds threads that wait for each other in a cycle, among those that did not so before. */
final class Deadlocks {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Set<Long> before = new HashSet<>();

    Deadlocks() {
        long[] ids = deadlocked();
        Arrays.stream(ids).forEach(before::add);
    }

    @Nullable
    Ending find() {
        long[] fresh =
                Arrays.stream(deadlocked()).filter(id -> !before.contains(id)).toArray();
        if (fresh.length == 0) {
            return null;
        }
        List<ThreadInfo> threads = Arrays.stream(THREADS.getThreadInfo(fresh, true, true))
                .filter(Objects::nonNull)
                .toList();
        return new Ending.Deadlock(
                threads.stream().map(Deadlocks::waiting).toList(),
                threads.stream().map(Deadlocks::stack).toList());
    }

    private static long[] deadlocked() {
        long[] ids = THREADS.findDeadlockedThreads();
        return ids == null ? new long[0] : ids;
    }

    private static String waiting(ThreadInfo thread) {
        LockInfo lock = thread.getLockInfo();
        return thread.getThreadName() + " waits for "
                + (lock == null
                        ? "a lock"
                        : lock.getClassName() + "@" + Integer.toHexString(lock.getIdentityHashCode()))
                + " held by " + thread.getLockOwnerName();
    }

    private static String stack(ThreadInfo thread) {
        List<String> lines = new ArrayList<>();
        lines.add(thread.getThreadName() + " (" + thread.getThreadState() + ")");
        List<String> frames = Frames.aboveHarness(thread.getStackTrace());
        for (int depth = 0; depth < frames.size(); depth++) {
            lines.add("    " + frames.get(depth));
            for (MonitorInfo monitor : thread.getLockedMonitors()) {
                if (monitor.getLockedStackDepth() == depth) {
                    lines.add("      locked " + name(monitor));
                }
            }
        }
        return String.join(System.lineSeparator(), lines);
    }

    private static String name(LockInfo lock) {
        return lock.getClassName() + "@" + Integer.toHexString(lock.getIdentityHashCode());
    }
}
