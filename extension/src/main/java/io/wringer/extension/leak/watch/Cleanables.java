package io.wringer.extension.leak.watch;

import java.lang.ref.Reference;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the JDK would close by itself once it is garbage: streams, channels, sockets, archives, compressors.
 *
 * <p>The JDK chains a cleanable for each of them and takes it out when it is closed properly. So whatever is in the chain
 * while its object is garbage was left open, and no instrumentation is needed to know it.
 */
final class Cleanables implements Openables {

    /** Class of what cleans up to what it belongs to. */
    private static final Map<String, String> LABELS = Map.of(
            "java.io.FileCleanable", "file stream",
            "java.util.zip.Inflater$InflaterZStreamRef", "Inflater",
            "java.util.zip.Deflater$DeflaterZStreamRef", "Deflater",
            "java.util.zip.ZipFile$CleanableResource", "ZipFile",
            "sun.nio.ch.FileChannelImpl$Closer", "file channel");

    /** The same by the class around what cleans up, which is a lambda there. */
    private static final Map<String, String> OF_LAMBDAS = Map.of(
            "sun.nio.ch.NioSocketImpl", "socket",
            "sun.nio.ch.DatagramChannelImpl", "socket",
            "java.util.concurrent.Executors$AutoShutdownDelegatedExecutorService", "executor"); // since JDK 21

    private static final int MOST = 1_000_000;

    private final Object head;
    private final @Nullable Object queue;

    private Cleanables(Object head, @Nullable Object queue) {
        this.head = head;
        this.queue = queue;
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
        return chain == null ? null : new Cleanables(chain, Internals.read(implementation, "queue"));
    }

    @Override
    public Map<Reference<?>, String> open() {
        Map<Reference<?>, String> open = new LinkedHashMap<>();
        if (head.getClass().getName().endsWith("CleanableList")) {
            addNodes(open);
        } else {
            addChain(open);
        }
        return open;
    }

    @Override
    public boolean wasCollected(Reference<?> cleanable) {
        return queue != null && Internals.read(cleanable, "queue") != queue;
    }

    private void addChain(Map<Reference<?>, String> open) {
        synchronized (head) {
            Object at = Internals.read(head, "next");
            for (int i = 0; at != null && at != head && i < MOST; i++) {
                add(at, open);
                at = Internals.read(at, "next");
            }
        }
    }

    private void addNodes(Map<Reference<?>, String> open) {
        synchronized (head) {
            Object node = Internals.read(head, "head");
            for (int i = 0; node != null && i < MOST; i++) {
                if (Internals.read(node, "arr") instanceof Object[] cleanables) {
                    for (Object cleanable : cleanables) {
                        add(cleanable, open);
                    }
                }
                node = Internals.read(node, "next");
            }
        }
    }

    private static void add(@Nullable Object cleanable, Map<Reference<?>, String> open) {
        if (cleanable instanceof Reference<?> reference) {
            Object action = Internals.read(cleanable, "action");
            String label =
                    label((action == null ? cleanable : action).getClass().getName());
            if (label != null) {
                open.put(reference, label);
            }
        }
    }

    private static @Nullable String label(String type) {
        int lambda = type.indexOf("$$Lambda");
        return lambda < 0 ? LABELS.get(type) : OF_LAMBDAS.get(type.substring(0, lambda));
    }
}
