package io.wringer.extension.leak.pairs;

import io.wringer.leak.Resource;
import java.beans.PropertyChangeListener;
import java.beans.PropertyChangeSupport;
import java.io.ByteArrayOutputStream;
import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.logging.Handler;
import java.util.logging.Logger;
import java.util.logging.MemoryHandler;
import java.util.logging.StreamHandler;

/** Objects that the JDK's own containers keep. */
final class JdkHeapPairs {

    private JdkHeapPairs() {}

    record Session(int id) {}

    /** The classic: a registry that only grows. */
    @Expect(
            library = "JDK",
            kind = Resource.HEAP,
            says = {"JdkHeapPairs$Session", "JdkHeapPairs$RegistryWithoutRemoval.SESSIONS", "ConcurrentHashMap"},
            ordinary = true)
    static final class RegistryWithoutRemoval implements Pair {
        private static final Map<Integer, Session> SESSIONS = new ConcurrentHashMap<>();
        private int next;

        @Override
        public void broken() {
            SESSIONS.put(next, new Session(next++));
        }

        @Override
        public void clean() {
            SESSIONS.put(next, new Session(next));
            SESSIONS.remove(next++);
        }

        @Override
        public void close() {
            SESSIONS.clear();
        }
    }

    /** A listener that outlives the view it belongs to. */
    @Expect(
            library = "JDK",
            kind = Resource.HEAP,
            says = {"JdkHeapPairs$ListenerNotRemoved$View", "model: PropertyChangeSupport"})
    static final class ListenerNotRemoved implements Pair {
        private final PropertyChangeSupport model = new PropertyChangeSupport(this);

        @Override
        public void broken() {
            model.addPropertyChangeListener(new View());
            model.firePropertyChange("price", 1, 2);
        }

        @Override
        public void clean() {
            View view = new View();
            model.addPropertyChangeListener(view);
            model.firePropertyChange("price", 1, 2);
            model.removePropertyChangeListener(view);
        }

        private static final class View implements PropertyChangeListener {
            private Object shown = "";

            @Override
            public void propertyChange(java.beans.PropertyChangeEvent event) {
                shown = event.getNewValue();
            }
        }
    }

    /** A weak key that its own value refers to is never weakly reachable. */
    @Expect(
            library = "JDK",
            kind = Resource.HEAP,
            says = {"JdkHeapPairs$WeakKeyHeldByItsValue$Context", "contexts: WeakHashMap"})
    static final class WeakKeyHeldByItsValue implements Pair {
        private final Map<Session, Context> contexts = new WeakHashMap<>();
        private int next;

        @Override
        public void broken() {
            Session session = new Session(next++);
            contexts.put(session, new Context(session));
        }

        @Override
        public void clean() {
            Session session = new Session(next++);
            contexts.put(session, new Context(new WeakReference<>(session)));
        }

        private record Context(Object session) {}
    }

    /** A cleaning action that refers to what it cleans keeps it alive. */
    @Expect(
            library = "JDK",
            kind = Resource.HEAP,
            says = {"JdkHeapPairs$CleanerHoldsItsObject$Image", "jdk.internal.ref.CleanerImpl"})
    static final class CleanerHoldsItsObject implements Pair {
        private static final Cleaner CLEANER = Cleaner.create();

        @Override
        public void broken() {
            Image image = new Image();
            CLEANER.register(image, image::free);
        }

        @Override
        public void clean() {
            Image image = new Image();
            CLEANER.register(image, new Freeing(image.memory));
        }

        private static final class Image {
            private final int[] memory = new int[4];

            void free() {
                new Freeing(memory).run();
            }
        }

        private record Freeing(int[] memory) implements Runnable {
            @Override
            public void run() {
                memory[0] = 0;
            }
        }
    }

    /** Every request hangs one more action on a future that is completed at shutdown only. */
    @Expect(
            library = "JDK",
            kind = Resource.FUTURES,
            says = {"dependents of a future", "shutdown: java.util.concurrent.CompletableFuture"})
    static final class DependentsOfALongLivedFuture implements Pair {
        private final CompletableFuture<Object> shutdown = new CompletableFuture<>();
        private int next;

        @Override
        public void broken() {
            Session session = new Session(next++);
            shutdown.thenAccept(reason -> session.id());
        }

        @Override
        public void clean() {
            Session session = new Session(next++);
            CompletableFuture<Object> request = new CompletableFuture<>();
            request.thenAccept(reason -> session.id());
            request.complete("done");
        }
    }

    /** A logging handler that is added per job. */
    @Expect(
            library = "JDK",
            kind = Resource.HEAP,
            says = {"java.util.logging.MemoryHandler", "handlers"})
    static final class LogHandlerNotRemoved implements Pair {
        private static final Logger LOGGER = Logger.getLogger("io.wringer.pairs.jobs");

        LogHandlerNotRemoved() {
            LOGGER.setUseParentHandlers(false);
        }

        @Override
        public void broken() {
            LOGGER.addHandler(handler());
        }

        @Override
        public void clean() {
            Handler handler = handler();
            LOGGER.addHandler(handler);
            LOGGER.removeHandler(handler);
        }

        private static Handler handler() {
            return new MemoryHandler(new StreamHandler(), 8, java.util.logging.Level.OFF);
        }

        @Override
        public void close() {
            for (Handler handler : LOGGER.getHandlers()) {
                LOGGER.removeHandler(handler);
            }
        }
    }

    /** One buffer that swells: no count of objects grows. */
    @Expect(
            library = "JDK",
            kind = Resource.HEAP,
            says = {"byte[]", "journal: ByteArrayOutputStream"},
            ordinary = true)
    static final class JournalNeverReset implements Pair {
        private final ByteArrayOutputStream journal = new ByteArrayOutputStream();

        @Override
        public void broken() {
            journal.writeBytes(new byte[512]);
        }

        @Override
        public void clean() {
            journal.writeBytes(new byte[512]);
            journal.reset();
        }
    }

    /** What a request left in a thread-local of a pooled thread. */
    @Expect(
            library = "JDK",
            kind = Resource.THREAD_LOCALS,
            says = {"JdkHeapPairs$Session", "thread-local", "thread \"pool-N-thread-N\""},
            ordinary = true)
    static final class ThreadLocalOfPooledThread implements Pair {
        private static final ThreadLocal<List<Session>> SEEN = ThreadLocal.withInitial(ArrayList::new);
        private final ExecutorService pool = Executors.newFixedThreadPool(1);
        private int next;

        @Override
        public void broken() throws Exception {
            pool.submit(() -> SEEN.get().add(new Session(next++))).get();
        }

        @Override
        public void clean() throws Exception {
            pool.submit(() -> {
                        SEEN.get().add(new Session(next++));
                        SEEN.remove();
                    })
                    .get();
        }

        @Override
        public void close() {
            pool.shutdownNow();
        }
    }
}
