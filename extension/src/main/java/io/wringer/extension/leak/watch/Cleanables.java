package io.wringer.extension.leak.watch;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the JDK would close by itself once it is garbage: streams, channels, archives, compressors.
 *
 * <p>The JDK chains a cleanable for each of them and takes it out when it is closed properly. So whatever the chain
 * gains between a collection and the next one was left open, and no instrumentation is needed to know it.
 */
final class Cleanables {

    private static final Map<String, String> LABELS = Map.of(
            "java.io.FileCleanable", "file stream",
            "java.util.zip.Inflater$InflaterZStreamRef", "Inflater",
            "java.util.zip.Deflater$DeflaterZStreamRef", "Deflater",
            "java.util.zip.ZipFile$CleanableResource", "ZipFile or JarFile",
            "sun.nio.ch.FileChannelImpl$Closer", "file channel");

    private static final int MOST = 1_000_000;

    private final Object head;

    private Cleanables(Object head) {
        this.head = head;
    }

    /** Returns the chain of this JVM, {@code null} if it cannot be read. */
    static @Nullable Cleanables find() {
        if (!Internals.open("jdk.internal.ref", "java.lang.ref", "java.io", "java.util.zip", "sun.nio.ch")) {
            return null;
        }
        Object cleaner = Internals.readStatic("jdk.internal.ref.CleanerFactory", "commonCleaner");
        Object implementation = Internals.read(cleaner, "impl");
        Object chain = Internals.read(implementation, "phantomCleanableList");
        if (chain == null) {
            chain = Internals.read(implementation, "activeList"); // since JDK 24
        }
        return chain == null ? null : new Cleanables(chain);
    }

    /** Counts by what was left open. */
    Map<String, Integer> count() {
        Map<String, Integer> counts = new TreeMap<>();
        if (head.getClass().getName().endsWith("CleanableList")) {
            countNodes(counts);
        } else {
            countChain(counts);
        }
        return counts;
    }

    private void countChain(Map<String, Integer> counts) {
        synchronized (head) {
            Object at = Internals.read(head, "next");
            for (int i = 0; at != null && at != head && i < MOST; i++) {
                add(at, counts);
                at = Internals.read(at, "next");
            }
        }
    }

    private void countNodes(Map<String, Integer> counts) {
        synchronized (head) {
            Object node = Internals.read(head, "head");
            for (int i = 0; node != null && i < MOST; i++) {
                if (Internals.read(node, "arr") instanceof Object[] cleanables) {
                    for (Object cleanable : cleanables) {
                        addIfPresent(cleanable, counts);
                    }
                }
                node = Internals.read(node, "next");
            }
        }
    }

    private static void addIfPresent(@Nullable Object cleanable, Map<String, Integer> counts) {
        if (cleanable != null) {
            add(cleanable, counts);
        }
    }

    private static void add(Object cleanable, Map<String, Integer> counts) {
        Object action = Internals.read(cleanable, "action");
        String name = (action == null ? cleanable : action).getClass().getName();
        String label = LABELS.get(name);
        if (label != null) {
            counts.merge(label, 1, Integer::sum);
        }
    }
}
