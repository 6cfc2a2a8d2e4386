package io.wringer.extension.leak.watch;

import java.lang.ref.Reference;
import java.nio.file.FileSystem;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a finalizer of the JDK would close once it is garbage: file systems of archives, executors of one thread (up to
 * JDK 20), streams of {@code HttpURLConnection} (up to JDK 17).
 *
 * <p>The JDK chains a reference for each object that has a finalizer and takes it out when the finalizer runs, whether the
 * object was closed before or not; so the object itself is asked whether it is open. What was open at one look, closed
 * and collected before the next one counts as collected: at most as many as are open at an edge, whatever the number of
 * iterations, which is no growth.
 */
final class Finalizables implements Openables {

    private static final int MOST = 100_000;
    private static final String PROCESSING = "waitForReferenceProcessing";
    private static final Sort OTHER = new Sort("", object -> false);

    /** Class to how its objects are asked; classes derived from it count as well. */
    private static final Map<String, Sort> SORTS = Map.of(
            "jdk.nio.zipfs.ZipFileSystem", new Sort("zip file system", object -> ((FileSystem) object).isOpen()),
            "java.util.concurrent.Executors$FinalizableDelegatedExecutorService",
                    new Sort("executor", object -> !((ExecutorService) object).isShutdown()),
            "org.apache.commons.compress.archivers.zip.ZipFile", // as Apache POI uses it
                    new Sort("ZipFile", object -> Boolean.FALSE.equals(Internals.read(object, "closed"))),
            "sun.net.www.MeteredStream",
                    new Sort("HTTP stream", object -> Boolean.FALSE.equals(Internals.read(object, "closed"))));

    private final Map<Class<?>, Sort> sorts = new HashMap<>();
    private final Object lock;

    private Finalizables(Object lock) {
        this.lock = lock;
    }

    /** Returns the chain of this JVM, {@code null} if it cannot be read. */
    static @Nullable Finalizables find() {
        if (!Internals.open("java.lang.ref", "java.util.concurrent", "sun.net.www")) {
            return null;
        }
        Object lock = Internals.readStatic("java.lang.ref.Finalizer", "lock");
        return lock == null ? null : new Finalizables(lock);
    }

    @Override
    public Map<Reference<?>, String> open() {
        Map<Reference<?>, String> open = new LinkedHashMap<>();
        synchronized (lock) {
            Object at = Internals.readStatic("java.lang.ref.Finalizer", "unfinalized");
            for (int i = 0; at instanceof Reference<?> reference && i < MOST; i++) {
                add(reference, open);
                at = Internals.read(reference, "next");
            }
        }
        return open;
    }

    @Override
    public boolean wasCollected(Reference<?> known) {
        return known.get() == null || isGarbage(known);
    }

    @Override
    public void settle() {
        for (int i = 0; i < MOST && Boolean.TRUE.equals(Internals.call(Reference.class, PROCESSING)); i++) {
            // there was more to hand on
        }
    }

    private void add(Reference<?> reference, Map<Reference<?>, String> open) {
        Object object = reference.get();
        if (object != null && isOpen(object) && !isGarbage(reference)) {
            open.put(reference, sortOf(object).name());
        }
    }

    /** Waits for the finalizer's thread, or was taken by it. */
    private static boolean isGarbage(Reference<?> reference) {
        return Internals.read(Reference.class, reference, "queue")
                != Internals.readStatic("java.lang.ref.Finalizer", "queue");
    }

    private boolean isOpen(Object object) {
        return sortOf(object).isOpen().test(object);
    }

    private Sort sortOf(Object object) {
        return sorts.computeIfAbsent(object.getClass(), Finalizables::find);
    }

    private static Sort find(Class<?> type) {
        for (Class<?> current = type; current != null; current = current.getSuperclass()) {
            Sort sort = SORTS.get(current.getName());
            if (sort != null) {
                return sort;
            }
        }
        return OTHER;
    }

    /**
     * A class whose finalizer closes.
     *
     * @param name what its objects are
     * @param isOpen tells whether one is open
     */
    private record Sort(String name, Predicate<Object> isOpen) {}
}
