package io.wringer.extension.leak.heap;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The way from a root to objects: steps and the class that each leads to.
 *
 * @param links from the root on
 */
public record HolderPath(List<Link> links) {

    private static final String ARROW = " -> ";
    private static final Set<String> THREAD_LOCALS = Set.of("threadLocals", "inheritableThreadLocals");
    private static final String THREAD_LOCAL_MAP = "java.lang.ThreadLocal$ThreadLocalMap";

    /** The dependents of a future are a chain. */
    private static final Set<String> LIKE_COLLECTIONS = Set.of("java.util.concurrent.CompletableFuture");

    /** Class loaders, modules and what describes them. */
    private static final List<String> LOADING = List.of(
            "java.lang.ClassLoader",
            "java.lang.Module",
            "java.lang.module.",
            "jdk.internal.loader.",
            "jdk.internal.module.");

    private static final Map<String, Boolean> INSIDE_COLLECTIONS = new ConcurrentHashMap<>();

    public HolderPath {
        links = List.copyOf(links);
    }

    static HolderPath to(Signatures signatures, int node) {
        Deque<Link> links = new ArrayDeque<>();
        for (int at = node; at != Signatures.ROOT; at = signatures.parent(at)) {
            links.addFirst(new Link(signatures.stepOf(at), signatures.typeOf(at)));
        }
        return new HolderPath(List.copyOf(links));
    }

    /** Tells whether the path goes over a field, given as {@code com.acme.Registry.entries}. */
    public boolean touches(java.util.function.Predicate<String> fieldOrClass) {
        return links.stream()
                .anyMatch(link -> fieldOrClass.test(link.type())
                        || fieldOrClass.test(
                                link.step().owner() + "." + link.step().name()));
    }

    /** Tells whether the path goes over objects of a class or over its fields. */
    public boolean touchesClass(java.util.function.Predicate<String> className) {
        return links.stream()
                .anyMatch(link -> className.test(link.type())
                        || className.test(link.step().owner()));
    }

    /** Tells whether the path begins in a thread's thread-locals. */
    public boolean isThreadLocal() {
        return links.stream().anyMatch(HolderPath::isThreadLocalStep);
    }

    /** Tells whether the path begins in a thread or in a static field of the JDK and goes on inside the JDK. */
    public boolean isOfJdk() {
        return links.stream()
                        .allMatch(link -> link.step().owner().isEmpty()
                                || isJdk(link.step().owner()))
                && links.stream().noneMatch(link -> link.step().kind() == Step.Kind.TEST);
    }

    /** Cleaners are chained: one that a static field holds leads to all others. */
    private static boolean isCleaner(String className) {
        return className.startsWith("jdk.internal.ref.") || className.startsWith("java.lang.ref.Cleaner");
    }

    private static boolean isJdk(String owner) {
        return owner.startsWith("java.")
                || owner.startsWith("jdk.")
                || owner.startsWith("sun.")
                || owner.startsWith("com.sun.");
    }

    /**
     * Tells whether there can be only so many of what it leads to, however often the code runs: a static field holds it,
     * and no collection does, unless it is one of something that keeps its own limit, such as a thread pool. Static fields
     * of the JDK hold nearly everything in some way.
     *
     * @param limited whether a class keeps a limit of what it holds
     */
    public boolean isBounded(java.util.function.Predicate<String> limited) {
        if (links.size() < 2 || links.get(1).step().kind() != Step.Kind.STATIC || touchesClass(HolderPath::isCleaner)) {
            return false;
        }
        for (Link link : links.subList(2, links.size())) {
            if (limited.test(link.step().owner())) {
                return true;
            }
            if (isInsideCollection(link.step())) {
                return false;
            }
        }
        return !isJdk(links.get(1).step().owner());
    }

    /** Tells whether the path begins in the test instance. */
    public boolean isTestInstance() {
        return !links.isEmpty() && links.get(0).step().kind() == Step.Kind.TEST;
    }

    /** Tells whether the path is but a thread itself. */
    public boolean isThread() {
        return links.size() == 1 && links.get(0).step().kind() == Step.Kind.THREAD;
    }

    /** Tells whether the path leads to what another path leads to, or goes on from there. */
    public boolean extendsOrEquals(HolderPath other) {
        return links.size() >= other.links.size()
                && links.subList(0, other.links.size()).equals(other.links);
    }

    /** Returns the last field that is not the inside of a collection: {@code com.acme.Registry.entries}. */
    public Optional<String> lastOwnField() {
        for (int i = links.size() - 1; i >= 0; i--) {
            Step step = links.get(i).step();
            if (!step.owner().isEmpty() && !isInsideCollection(step) && !isThreadLocalStep(links.get(i))) {
                return Optional.of(step.owner() + "." + step.name());
            }
        }
        return Optional.empty();
    }

    /** Returns the class of the objects at the end. */
    public String type() {
        return links.isEmpty() ? "" : links.get(links.size() - 1).type();
    }

    /** Renders the path, the inside of collections and arrays folded. */
    public String render() {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < links.size(); i++) {
            add(parts, i);
        }
        String last = Labels.className(type());
        boolean named = parts.get(parts.size() - 1).endsWith(last);
        return String.join(ARROW, parts) + (named ? "" : ARROW + last);
    }

    private void add(List<String> parts, int at) {
        Link link = links.get(at);
        String text = text(at, link);
        if (!text.isEmpty() && (parts.isEmpty() || !isFolded(text, parts.get(parts.size() - 1)))) {
            parts.add(text);
        }
    }

    private static boolean isFolded(String text, String previous) {
        return text.startsWith("[") && previous.startsWith("[");
    }

    private String text(int at, Link link) {
        Step step = link.step();
        return switch (step.kind()) {
            case TEST -> "test instance " + Labels.className(link.type());
            case CLASS -> at + 1 < links.size() ? "" : "class " + step.name();
            case THREAD -> "thread \"" + step.name() + '"';
            case STATIC -> "static " + step.owner() + "." + step.name() + typeUnless(step.owner(), at);
            case TYPE -> "class";
            case ELEMENT -> inThreadLocals(at) ? "" : folded(at);
            case FIELD -> field(at, link);
        };
    }

    private String field(int at, Link link) {
        if (isThreadLocalStep(link)) {
            return "thread-local" + valueOfThreadLocal(at);
        }
        if (link.step().owner().startsWith(THREAD_LOCAL_MAP)) {
            return "";
        }
        return isInsideCollection(link.step()) ? folded(at) : link.step().name() + typeUnless("", at);
    }

    /** Names the class of the value, unless the path ends there, which names it anyway. */
    private String valueOfThreadLocal(int at) {
        for (int i = at + 1; i < links.size() - 1; i++) {
            if (links.get(i).step().owner().startsWith(THREAD_LOCAL_MAP)
                    && links.get(i).step().name().equals("value")) {
                return ": " + Labels.simple(links.get(i).type());
            }
        }
        return "";
    }

    private String typeUnless(String owner, int at) {
        String type = links.get(at).type();
        boolean last = at == links.size() - 1;
        return type.equals(owner) ? "" : ": " + (last ? Labels.className(type) : Labels.simple(type));
    }

    /** Names what is folded after the last step before it. */
    private String folded(int at) {
        int first = at;
        while (first > 0 && isInside(links.get(first))) {
            first--;
        }
        return Labels.simple(links.get(first).type()).contains("Map") ? "[entries]" : "[elements]";
    }

    private static boolean isInside(Link link) {
        return link.step().kind() == Step.Kind.ELEMENT || isInsideCollection(link.step());
    }

    private boolean inThreadLocals(int at) {
        return links.get(at).type().startsWith(THREAD_LOCAL_MAP);
    }

    private static boolean isThreadLocalStep(Link link) {
        return link.step().owner().equals("java.lang.Thread")
                && THREAD_LOCALS.contains(link.step().name());
    }

    static boolean isInsideCollection(Step step) {
        return step.kind() == Step.Kind.FIELD
                && step.owner().startsWith("java.util.")
                && INSIDE_COLLECTIONS.computeIfAbsent(step.owner(), HolderPath::isOfCollection);
    }

    /** Tells whether a class of the JDK or one around it is a collection or a map, or keeps a chain as one does. */
    private static boolean isOfCollection(String owner) {
        if (LIKE_COLLECTIONS.contains(owner)) {
            return true;
        }
        int nested = owner.lastIndexOf('$');
        return isCollection(owner) || (nested > 0 && isOfCollection(owner.substring(0, nested)));
    }

    static boolean isCollection(String className) {
        try {
            Class<?> type = Class.forName(className, false, null);
            return Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type);
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /**
     * Tells whether the path ends in what class loaders and modules write down about what they load, which grows with
     * each class that any thread loads. Classes themselves are not meant, nor what these hold.
     */
    public boolean isBookkeepingOfLoading() {
        for (int i = 0; i < links.size(); i++) {
            if (isOfLoading(links.get(i).step().owner())) {
                return !type().equals("java.lang.Class")
                        && links.subList(i, links.size()).stream()
                                .map(link -> link.step().owner())
                                .allMatch(owner -> owner.isEmpty() || isJdk(owner));
            }
        }
        return false;
    }

    private static boolean isOfLoading(String owner) {
        return LOADING.stream().anyMatch(owner::startsWith);
    }

    /**
     * One step and the class it leads to.
     *
     * @param step the step
     * @param type the JVM's name of the class
     */
    public record Link(Step step, String type) {}
}
