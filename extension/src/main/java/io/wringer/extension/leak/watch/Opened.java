package io.wringer.extension.leak.watch;

import io.wringer.extension.agent.AgentUnavailableException;
import io.wringer.extension.leak.site.Event;
import io.wringer.extension.leak.site.Openings;
import io.wringer.extension.leak.site.Site;
import java.io.File;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was opened and never closed, whether a collection has taken it since or not; thread-safe.
 *
 * <p>What was opened since the last look is kept alive until the next, so that it can still be asked whether it was
 * closed in a way that no method shows, such as a statement by its connection.
 */
final class Opened implements BiConsumer<Object, String> {

    private static final int MOST = 10_000;
    private static final int FIRST_WITH_STACK = 50;
    private static final int MOST_STACKS = 200;

    private final Map<Integer, Deque<Entry>> open = new HashMap<>();
    private final Set<Object> keptAlive = Collections.newSetFromMap(new IdentityHashMap<>());
    private long opened;
    private int size;
    private boolean looked;

    private Opened() {}

    /** Begins to listen. */
    static Opened begin() throws AgentUnavailableException {
        Opened opened = new Opened();
        Openings.follow(opened);
        return opened;
    }

    @Override
    public synchronized void accept(Object object, String event) {
        if (event.equals(Event.RELEASED)) {
            release(object);
        } else if (size < MOST && find(object) == null) {
            add(object);
        }
    }

    private void add(Object object) {
        boolean withStack = opened++ < FIRST_WITH_STACK || size > 0;
        Entry entry = new Entry(object, opened, Sort.of(object), withStack ? new Throwable() : null);
        open.computeIfAbsent(System.identityHashCode(object), added -> new ArrayDeque<>())
                .push(entry);
        keptAlive.add(object);
        size++;
    }

    private void release(Object object) {
        keptAlive.remove(object);
        Entry entry = find(object);
        if (entry != null) {
            Objects.requireNonNull(open.get(System.identityHashCode(object))).remove(entry);
            size--;
        }
    }

    private @Nullable Entry find(Object object) {
        for (Entry entry : open.getOrDefault(System.identityHashCode(object), new ArrayDeque<>())) {
            if (entry.is(object)) {
                return entry;
            }
        }
        return null;
    }

    /** Drops what was closed in some other way, and what needs no closing. */
    synchronized void look() {
        followLoaded();
        Set<String> deletedOnExit =
                Platform.deletedOnExit().keySet().stream().map(String::valueOf).collect(Collectors.toSet());
        for (Iterator<Deque<Entry>> all = open.values().iterator(); all.hasNext(); ) {
            Deque<Entry> entries = all.next();
            entries.removeIf(entry -> entry.needsNoClose(deletedOnExit));
            if (entries.isEmpty()) {
                all.remove();
            }
        }
        keptAlive.clear();
        size = open.values().stream().mapToInt(Deque::size).sum();
    }

    /** The first execution of the test may have loaded the driver. */
    private void followLoaded() {
        if (looked) {
            return;
        }
        looked = true;
        try {
            Openings.weave();
        } catch (AgentUnavailableException e) {
            throw new IllegalStateException("was there a moment ago", e);
        }
    }

    synchronized Map<Object, String> items(Sort sort) {
        Map<Object, String> items = new LinkedHashMap<>();
        entries(sort).forEach(entry -> items.put(entry.number, entry.label));
        return items;
    }

    synchronized List<Site> sites(Sort sort) {
        return Site.of(entries(sort).stream()
                .flatMap(entry -> Stream.ofNullable(entry.openedAt))
                .limit(MOST_STACKS)
                .map(Throwable::getStackTrace)
                .toList());
    }

    synchronized boolean isItem(Object number, Object object) {
        Entry entry = find(object);
        return entry != null && number.equals(entry.number);
    }

    /** Tells whether instances of a class may be followed, temporary files left out. */
    static boolean isFollowed(Class<?> type) {
        return Openings.isOfFollowed(type);
    }

    private List<Entry> entries(Sort sort) {
        return open.values().stream()
                .flatMap(Deque::stream)
                .filter(entry -> entry.sort == sort)
                .toList();
    }

    /** What is followed. */
    enum Sort {
        TEMPORARY_FILE,
        STATEMENT,
        CONNECTION,
        RESPONSE;

        private static Sort of(Object object) {
            if (object instanceof Path || object instanceof File) {
                return TEMPORARY_FILE;
            }
            return isResponse(object) ? RESPONSE : Jdbc.isStatement(object) ? STATEMENT : CONNECTION;
        }

        /** By the name, because the module of JDBC may be missing where there are no statements. */
        private static boolean isResponse(Object object) {
            String name = object.getClass().getName();
            return name.startsWith("jdk.internal.net.http.") || name.startsWith("okhttp3.");
        }
    }

    private static final class Entry {
        private final WeakReference<Object> object;
        private final long number;
        private final Sort sort;
        private final String label;
        private final @Nullable Throwable openedAt;

        Entry(Object object, long number, Sort sort, @Nullable Throwable openedAt) {
            this.object = new WeakReference<>(object);
            this.number = number;
            this.sort = sort;
            this.openedAt = openedAt;
            this.label = sort == Sort.TEMPORARY_FILE
                    ? String.valueOf(object)
                    : object.getClass().getName();
        }

        boolean is(Object other) {
            return object.refersTo(other);
        }

        boolean needsNoClose(Set<String> deletedOnExit) {
            Object alive = object.get();
            return switch (sort) {
                case TEMPORARY_FILE ->
                    deletedOnExit.contains(label) || Files.notExists(Path.of(label), LinkOption.NOFOLLOW_LINKS);
                case STATEMENT -> alive != null && Jdbc.isClosed(alive);
                case CONNECTION -> alive != null && (Jdbc.isWrapper(alive) || Jdbc.isClosed(alive));
                case RESPONSE -> false;
            };
        }
    }
}
