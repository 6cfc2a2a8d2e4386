package io.wringer.extension.leak.heap;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What arrived over each path in a later walk and not in an earlier one; immutable once made. */
public final class Growth {

    /** A parent that grows by less than this share of its child's growth does not count as growing. */
    private static final double NEGLIGIBLE = 0.02;

    private static final int LEAST = 2;

    /** What the fields of a map's entries are called that hold the value. */
    private static final Set<String> VALUES = Set.of("value", "val");

    /** An array that took up references grew by no more than this for each, spare room included. */
    private static final int BYTES_PER_REFERENCE = 24;

    private final Signatures signatures;
    private final int from;
    private final int to;
    private final Course course;
    private final Tables tables;
    private final long[] retained;

    Growth(Signatures signatures, int from, int to, Course course) {
        this.signatures = signatures;
        this.from = from;
        this.to = to;
        this.course = course;
        this.tables = new Tables(signatures, from, to);
        this.retained = retained();
    }

    /** Tells growth that counts from growth that doesn't, by what each of the walks saw. */
    public interface Course {
        /** Tells whether a container goes on taking up references. */
        boolean accumulates(long[] references);

        /** Tells whether an array goes on getting larger. */
        boolean swells(long[] bytes);

        /** All growth counts. */
        static Course any() {
            return new Course() {
                @Override
                public boolean accumulates(long[] references) {
                    return true;
                }

                @Override
                public boolean swells(long[] bytes) {
                    return true;
                }
            };
        }
    }

    /** Returns the classes of which some container took up references, by the JVM's names. */
    public Set<String> accumulating() {
        return types(this::accumulates);
    }

    /** Returns the classes of arrays that got larger. */
    public Set<String> swelling() {
        return types(node -> signatures.typeOf(node).startsWith("[") && swells(node));
    }

    private Set<String> types(IntPredicate growing) {
        return IntStream.range(1, signatures.size())
                .filter(growing)
                .mapToObj(signatures::typeOf)
                .collect(Collectors.toSet());
    }

    private boolean accumulates(int node) {
        return goesOn(node) && !tables.bound(node);
    }

    private boolean goesOn(int node) {
        return grown(node) > 0 && course.accumulates(values(walk -> signatures.references(walk, node)));
    }

    /**
     * A table of weak entries is as large as what comes between two collections asks for; if its entries live, there are
     * more and more of them.
     */
    private boolean swells(int node) {
        return newBytes(node) > 0
                && !signatures.isWeakTable(node)
                && course.swells(values(walk -> bytesOfKnown(walk, node)));
    }

    /** Returns the bytes without those of arrays that came in addition, which are a matter of their number. */
    private long bytesOfKnown(int walk, int node) {
        long known = knownObjects(node);
        long bytes = signatures.bytes(walk, node);
        long objects = signatures.objects(walk, node);
        return objects <= known ? bytes : (long) ((double) bytes * known / objects);
    }

    /** Returns how many there were when any were seen first. */
    private long knownObjects(int node) {
        return IntStream.rangeClosed(from, to)
                .mapToLong(walk -> signatures.objects(walk, node))
                .filter(objects -> objects > 0)
                .findFirst()
                .orElse(0);
    }

    private long[] values(IntToLongFunction ofWalk) {
        return IntStream.rangeClosed(from, to).mapToLong(ofWalk).toArray();
    }

    /**
     * Returns the containers that took up at least so many references to objects of a class, the one that retains most
     * leading.
     *
     * @param className the JVM's name of the class, without addresses of hidden classes
     * @param least fewest references that count
     */
    public List<Holder> holders(String className, long least) {
        return collect(node -> grown(node) >= least && signatures.typeOf(node).equals(className) && accumulates(node));
    }

    /** Returns how many objects of a class were reached in addition. */
    public long objectsOf(String className) {
        return IntStream.range(1, signatures.size())
                .filter(node -> signatures.typeOf(node).equals(className))
                .mapToLong(this::newObjects)
                .sum();
    }

    /** Tells whether most objects of a class that came in addition hang in arrays that nobody can enlarge. */
    public boolean isBound(String className) {
        long bound = IntStream.range(1, signatures.size())
                .filter(node -> signatures.typeOf(node).equals(className) && goesOn(node) && tables.bound(node))
                .mapToLong(this::newObjects)
                .sum();
        return bound > 0 && 2 * bound >= objectsOf(className);
    }

    /** Returns the containers that retain at least so many more bytes, the one that retains most leading. */
    public List<Holder> swollen(String className, long leastBytes) {
        return collect(
                node -> newBytes(node) >= leastBytes && signatures.typeOf(node).equals(className) && swells(node));
    }

    /** Returns how many references a container took up. */
    public long referencesOver(HolderPath path) {
        return IntStream.range(1, signatures.size())
                .filter(node -> signatures.typeOf(node).equals(path.type()))
                .filter(node -> HolderPath.to(signatures, node).equals(path))
                .mapToLong(this::grown)
                .sum();
    }

    /**
     * Returns futures that are not completed and that took up dependents, at least so many in all: only such a future
     * has a chain of them.
     */
    public List<Pending> pending(long least) {
        Map<Integer, Long> dependents = new LinkedHashMap<>();
        for (int node = 1; node < signatures.size(); node++) {
            if (Dependents.isStep(signatures.stepOf(node)) && accumulates(node)) {
                dependents.merge(Dependents.futureOf(signatures, node), grown(node), Long::sum);
            }
        }
        dependents.values().removeIf(count -> count < least);
        List<Pending> pending = new ArrayList<>();
        dependents.forEach((future, count) -> {
            if (!Dependents.isBelowAny(signatures, future, dependents.keySet())) {
                pending.add(pending(future, count, least));
            }
        });
        return pending;
    }

    private Pending pending(int future, long dependents, long least) {
        HolderPath path = HolderPath.to(signatures, future);
        if (grown(future) < least) {
            return new Pending(new Holder(path, path, dependents, dependents, retained[future]), dependents, false);
        }
        Holder holder = new Holder(path, path, grown(future), newObjects(future), retained[top(future)]);
        return new Pending(holder, dependents, true);
    }

    private List<Holder> collect(IntPredicate growing) {
        Map<Integer, Integer> tops = new LinkedHashMap<>();
        for (int node = 1; node < signatures.size(); node++) {
            if (growing.test(node)) {
                tops.putIfAbsent(top(node), node);
            }
        }
        List<Holder> holders = new ArrayList<>();
        tops.forEach((top, node) -> holders.add(holder(top, node)));
        holders.sort(Comparator.comparingLong(Holder::bytes).reversed());
        return holders;
    }

    private Holder holder(int top, int node) {
        int entry = leading(top);
        boolean filled = grown(top) > 0 || grown(entry) * BYTES_PER_REFERENCE >= newBytes(top);
        int leading = filled ? entry : top;
        int counted = grown(leading) > grown(top) ? leading : top; // linked arrays hold many for each of their own
        return new Holder(
                HolderPath.to(signatures, leading),
                HolderPath.to(signatures, node),
                grown(counted),
                newObjects(counted),
                retained[top]);
    }

    /** Climbs to the shallowest path that goes on growing. */
    private int top(int node) {
        long least = Math.max(LEAST, (long) (grown(node) * NEGLIGIBLE));
        int top = node;
        while (goesOnAbove(top, least)) {
            top = signatures.parent(top);
        }
        return top;
    }

    /** A pool that has started all its threads leads no more, for what they keep goes on growing without it. */
    private boolean goesOnAbove(int node, long least) {
        int parent = signatures.parent(node);
        return parent != Signatures.ROOT && grown(parent) >= least && accumulates(parent);
    }

    /** Goes from a collection's own entries down to what the user put in. */
    private int leading(int top) {
        int node = top;
        while (isEntry(node) || (node == top && isListInEachOfATree(node))) {
            int next = heaviestChild(node);
            if (next == Signatures.ROOT) {
                return node;
            }
            node = next;
        }
        return node;
    }

    /**
     * A collection in a field of one object that does not multiply is one itself: if it grew all the same, what it holds
     * has such a collection, too.
     */
    private boolean isListInEachOfATree(int top) {
        return signatures.stepOf(top).kind() == Step.Kind.FIELD && HolderPath.isCollection(signatures.typeOf(top));
    }

    private boolean isEntry(int node) {
        String type = signatures.typeOf(node);
        return isNode(type) || type.startsWith("[L");
    }

    private static boolean isNode(String type) {
        return (type.startsWith("java.util.") || type.startsWith("java.lang.ThreadLocal$")) && type.indexOf('$') > 0;
    }

    private int heaviestChild(int parent) {
        int heaviest = Signatures.ROOT;
        for (int node = parent + 1; node < signatures.size(); node++) {
            if (signatures.parent(node) == parent
                    && grown(node) > 0
                    && (newObjects(node) > 0 || !isNode(signatures.typeOf(parent))) // not what all entries share
                    && weight(node) > weight(heaviest)) {
                heaviest = node;
            }
        }
        return heaviest;
    }

    /** A user's class leads before the JDK's, then the value of an entry, then the heavier one does. */
    private long weight(int node) {
        if (node == Signatures.ROOT) {
            return -1;
        }
        String type = signatures.typeOf(node);
        boolean ofJdk = type.startsWith("java.") || type.startsWith("[");
        boolean value = VALUES.contains(signatures.stepOf(node).name());
        return Math.max(0, retained[node]) + (ofJdk ? 0 : 1L << 50) + (value ? 1L << 49 : 0);
    }

    /** Each object refers to its class, which holds nothing by that: such references say how many objects there are. */
    private long grown(int node) {
        return signatures.stepOf(node).kind() == Step.Kind.TYPE
                ? 0
                : (long) signatures.references(to, node) - signatures.references(from, node);
    }

    private long newBytes(int node) {
        return signatures.bytes(to, node) - signatures.bytes(from, node);
    }

    private long newObjects(int node) {
        return (long) signatures.objects(to, node) - signatures.objects(from, node);
    }

    private long[] retained() {
        long[] sums = new long[signatures.size()];
        for (int node = sums.length - 1; node > 0; node--) {
            sums[node] += newBytes(node);
            sums[signatures.parent(node)] += sums[node];
        }
        return sums;
    }

    /**
     * A container that grew.
     *
     * @param path from the root to what it holds
     * @param found where the class that was asked for was met
     * @param references how many references it took up
     * @param objects how many objects first reached over them, fewer than references if some are shared
     * @param bytes what it retains in addition
     */
    public record Holder(HolderPath path, HolderPath found, long references, long objects, long bytes) {}

    /**
     * Futures that are never completed.
     *
     * @param holder how they are held; of one future with more and more dependents, how that one is
     * @param dependents what waits for them in addition
     * @param accumulates whether there are more and more futures, not only dependents
     */
    public record Pending(Holder holder, long dependents, boolean accumulates) {}
}
