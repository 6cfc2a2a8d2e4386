package io.wringer.extension.leak.watch;

import io.wringer.extension.grammar.Sizes;
import java.lang.management.BufferPoolMXBean;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Direct buffers one by one: the JDK chains a cleaner for each of them, with what frees its memory. Their number alone
 * would not tell one that is left from one that was freed meanwhile.
 *
 * <p>Each thread keeps some for its reading and writing through channels. They belong to the thread, and not to the code
 * that happened to be the first there to read a file.
 */
final class DirectBuffers {

    private static final String CLEANER = "jdk.internal.ref.Cleaner";
    private static final String DEALLOCATOR = "java.nio.DirectByteBuffer$Deallocator";
    private static final String CACHE_OF_THREAD = "sun.nio.ch.Util$BufferCache";
    private static final int ATTEMPTS = 3;

    private DirectBuffers() {}

    /** Tells whether this JVM chains as many as it counts. */
    static boolean areListed(BufferPoolMXBean counted) {
        if (!Internals.open("jdk.internal.ref", "java.nio", "sun.nio.ch", "java.lang")) {
            return false;
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) { // some may be freed just now
            if (all().size() == counted.getCount()) {
                return true;
            }
        }
        return false;
    }

    static Map<Object, String> items() {
        Map<Object, String> items = all();
        items.keySet().removeAll(keptByThreads());
        return items;
    }

    /** Tells whether a buffer is the one of an item. */
    static boolean isOf(Object identity, Object object) {
        return object instanceof ByteBuffer && Internals.read(object, "cleaner") == identity;
    }

    private static Map<Object, String> all() {
        Map<Object, String> all = new LinkedHashMap<>();
        synchronized (lock()) {
            Object at = Internals.readStatic(CLEANER, "first");
            while (at instanceof Reference<?> cleaner) {
                Object action = Internals.read(cleaner, "thunk");
                if (action != null && action.getClass().getName().equals(DEALLOCATOR)) {
                    all.put(cleaner, "buffer of " + size(action));
                }
                at = Internals.read(cleaner, "next");
            }
        }
        return all;
    }

    /** Returns what the JDK locks to change the chain. */
    private static Object lock() {
        try {
            return Class.forName(CLEANER);
        } catch (ClassNotFoundException e) {
            return DirectBuffers.class; // then there is no chain
        }
    }

    private static String size(Object deallocator) {
        return Internals.read(deallocator, "capacity") instanceof Integer capacity
                ? Sizes.render((double) capacity)
                : "unknown size";
    }

    private static Set<Object> keptByThreads() {
        Set<Object> kept = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Thread thread : LiveThreads.live()) {
            Object locals = Internals.read(Thread.class, thread, "threadLocals");
            if (Internals.read(locals, "table") instanceof Object[] entries) {
                for (Object entry : entries) {
                    addKept(Internals.read(entry, "value"), kept);
                }
            }
        }
        return kept;
    }

    private static void addKept(@Nullable Object value, Set<Object> kept) {
        if (value != null
                && value.getClass().getName().equals(CACHE_OF_THREAD)
                && Internals.read(value, "buffers") instanceof Object[] buffers) {
            for (Object buffer : buffers) {
                Object cleaner = Internals.read(buffer, "cleaner");
                if (cleaner != null) {
                    kept.add(cleaner);
                }
            }
        }
    }
}
