package io.wringer.extension.leak.watch;

import io.wringer.leak.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Memory outside of the Java heap.
 *
 * <p>Where native memory tracking is on ({@code -XX:NativeMemoryTracking=summary}), it is what code asked the JVM for:
 * category "Other", in which {@code Unsafe}, direct buffers and foreign memory are. Else it is the resident set of the
 * process without the heap, which also holds what native libraries allocate and what the JVM needs for itself; that
 * comes and goes, so it counts in whole steps only.
 */
final class NativeMemory {

    static final String UNAVAILABLE = "native memory was not watched: native memory tracking is off"
            + " (-XX:NativeMemoryTracking=summary), and the resident set cannot be told from the heap here";

    private static final Path SMAPS = Path.of("/proc/self/smaps");
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final long KIB = 1024;

    private NativeMemory() {}

    static Optional<Gauge> find() {
        if (Tracked.bytes() >= 0) {
            return Optional.of(new Tracked());
        }
        return Files.isReadable(SMAPS) && Files.isReadable(STATUS)
                ? Range.ofHeap().map(Resident::new)
                : Optional.empty();
    }

    private static String command(String name, String... arguments) {
        try {
            return String.valueOf(ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            name,
                            new Object[] {arguments},
                            new String[] {String[].class.getName()}));
        } catch (JMException | RuntimeException e) {
            return ""; // not in this JVM
        }
    }

    /** As the JVM tracks it. */
    private record Tracked() implements OfProcess {

        private static final Pattern OTHER =
                Pattern.compile("^-\\s+Other \\(reserved=\\d+KB, committed=(\\d+)KB\\)", Pattern.MULTILINE);

        /** Returns the number, negative if tracking is off. */
        static long bytes() {
            String summary = command("vmNativeMemory", "summary", "scale=KB");
            Matcher other = OTHER.matcher(summary);
            return other.find() ? Long.parseLong(other.group(1)) * KIB : summary.contains("Total:") ? 0 : -1;
        }

        @Override
        public long read() {
            return Math.max(0, bytes());
        }

        @Override
        public List<String> evidence() {
            return List.of(
                    "as native memory tracking counts it, category Other: Unsafe, direct buffers and foreign memory"
                            + " are in it, what native libraries allocate by themselves is not");
        }
    }

    /** As the kernel counts it. */
    private static final class Resident implements OfProcess {

        private static final long STEP = KIB * KIB;
        private static final long MOVED = STEP / 2;
        private static final Pattern MAPPING = Pattern.compile("^([0-9a-f]+)-([0-9a-f]+) ");

        private final Range heap;
        private long anonymous = -MOVED;
        private long value;

        Resident(Range heap) {
            this.heap = heap;
        }

        /** Asks for the whole only when the process has grown or shrunk: adding up all mappings takes some milliseconds. */
        @Override
        public synchronized long read() {
            long now = anonymousOfProcess();
            if (Math.abs(now - anonymous) >= MOVED) {
                anonymous = now;
                value = outsideOfHeap() / STEP * STEP;
            }
            return value;
        }

        private static long anonymousOfProcess() {
            try (Stream<String> lines = Files.lines(STATUS)) {
                return lines.filter(line -> line.startsWith("RssAnon:"))
                        .mapToLong(Resident::kilobytes)
                        .sum();
            } catch (IOException | UncheckedIOException e) {
                return 0;
            }
        }

        private long outsideOfHeap() {
            try (Stream<String> lines = Files.lines(SMAPS)) {
                Sum sum = new Sum();
                lines.forEach(line -> add(line, sum));
                return sum.bytes;
            } catch (IOException | UncheckedIOException e) {
                return value;
            }
        }

        private void add(String line, Sum sum) {
            if (line.startsWith("Anonymous:")) {
                sum.bytes += sum.counts ? kilobytes(line) : 0;
                return;
            }
            Matcher mapping = MAPPING.matcher(line);
            if (mapping.find()) {
                sum.counts = !heap.contains(Long.parseUnsignedLong(mapping.group(1), 16));
            }
        }

        private static long kilobytes(String line) {
            return Long.parseLong(line.replaceAll("\\D", "")) * KIB;
        }

        @Override
        public boolean isEstimate() {
            return true;
        }

        @Override
        public long step() {
            return STEP;
        }

        @Override
        public List<String> evidence() {
            return List.of(
                    "as the kernel counts it: resident anonymous memory outside of the Java heap, in steps of 1 MiB"
                            + " (/proc/self/smaps); run with -XX:NativeMemoryTracking=summary for what was asked of the JVM, to"
                            + " the kilobyte");
        }

        /** While adding up. */
        private static final class Sum {
            private long bytes;
            private boolean counts;
        }
    }

    /** What both have in common. */
    private interface OfProcess extends Gauge {
        @Override
        default Resource kind() {
            return Resource.NATIVE_MEMORY;
        }

        @Override
        default String unit() {
            return "native memory";
        }

        @Override
        default boolean isSize() {
            return true;
        }

        /** The JVM itself needs more of it in the first executions of anything. */
        @Override
        default boolean showsAtOnce() {
            return false;
        }
    }

    /**
     * A range of addresses.
     *
     * @param from the first
     * @param to the first after it
     */
    private record Range(long from, long to) {

        private static final Pattern BRACKETS = Pattern.compile("\\[(0x[0-9a-f]+)[^)\\]]*?(0x[0-9a-f]+)\\)");

        /** Returns the range of the heap; ZGC's is no anonymous memory, so there it is none at all. */
        static Optional<Range> ofHeap() {
            Range found = null;
            Matcher brackets = BRACKETS.matcher(command("gcHeapInfo"));
            while (brackets.find()) {
                found = around(found, Long.decode(brackets.group(1)), Long.decode(brackets.group(2)));
            }
            return Optional.ofNullable(found == null && isZgc() ? new Range(0, 0) : found);
        }

        private static Range around(@Nullable Range known, long from, long to) {
            return known == null ? new Range(from, to) : new Range(Math.min(known.from, from), Math.max(known.to, to));
        }

        private static boolean isZgc() {
            return ManagementFactory.getGarbageCollectorMXBeans().stream()
                    .map(GarbageCollectorMXBean::getName)
                    .anyMatch(name -> name.startsWith("ZGC"));
        }

        boolean contains(long address) {
            return address >= from && address < to;
        }
    }
}
