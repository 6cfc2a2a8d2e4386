package io.wringer.extension.leak.heap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A tree of the ways in which objects are reached: a path from a root, field by field, with array indexes erased and
 * recursion collapsed, and per walk how many references, objects and bytes arrived over it.
 *
 * <p>Holds names only, so that it keeps no class and no loader alive between two walks.
 */
final class Signatures {

    static final int ROOT = 0;
    static final int WALKS = 6;

    /** How many bits the number of a node takes. */
    static final int NODE_BITS = 20;

    static final int NODE_MASK = (1 << NODE_BITS) - 1;

    private static final int LONGEST_PATH = 120;

    private final Map<Step, Integer> stepIds = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final BitSet insides = new BitSet();
    private final BitSet tables = new BitSet();
    private final BitSet weakTables = new BitSet();
    private final Map<String, Integer> typeIds = new HashMap<>();
    private final List<String> types = new ArrayList<>();

    private int[] parents = new int[1 << 12];
    private long[] keys = new long[1 << 12];
    private final int[][] references = new int[WALKS][1 << 12];
    private final int[][] objects = new int[WALKS][1 << 12];
    private final long[][] bytes = new long[WALKS][1 << 12];
    private int size = 1;

    private int[] tableNodes = new int[1 << 14];
    private int[] tableParents = new int[1 << 14];
    private long[] tableKeys = new long[1 << 14];
    private int tableSize;

    int step(Step step) {
        return stepIds.computeIfAbsent(step, added -> {
            insides.set(steps.size(), isInside(added));
            steps.add(added);
            return steps.size() - 1;
        });
    }

    int stepOver(FieldTable.Slot slot) {
        int step = step(slot.step());
        tables.set(step, slot.table());
        return step;
    }

    int type(String name) {
        return typeIds.computeIfAbsent(name, added -> {
            types.add(added);
            return types.size() - 1;
        });
    }

    /** Marks a type as one of arrays of soft, weak or phantom references. */
    void markWeakTable(int type) {
        weakTables.set(type);
    }

    /** Tells whether a node is of such arrays. */
    boolean isWeakTable(int node) {
        return weakTables.get((int) keys[node]);
    }

    /** Returns the node that a step to an object of a type leads to. */
    int child(int parent, int step, int type) {
        long key = ((long) step << 32) | type;
        int slot = slotOf(parent, key);
        int node = tableNodes[slot];
        return node != 0 ? node : addEdge(parent, key);
    }

    void arrive(int walk, int node) {
        references[walk][node]++;
    }

    void visit(int walk, int node, long size) {
        objects[walk][node]++;
        bytes[walk][node] += size;
    }

    void clear(int walk) {
        Arrays.fill(references[walk], 0);
        Arrays.fill(objects[walk], 0);
        Arrays.fill(bytes[walk], 0);
    }

    int size() {
        return size;
    }

    int parent(int node) {
        return parents[node];
    }

    Step stepOf(int node) {
        return steps.get((int) (keys[node] >>> 32));
    }

    /** Tells whether a node is an array in a static final field. */
    boolean isTable(int node) {
        return node != ROOT && tables.get((int) (keys[node] >>> 32));
    }

    /** Tells whether a node is reached from others than its parent too, as what hangs in a chain is. */
    boolean isChained(int node) {
        return IntStream.range(0, tableNodes.length)
                .anyMatch(slot -> tableNodes[slot] == node && tableParents[slot] != parents[node]);
    }

    String typeOf(int node) {
        return types.get((int) keys[node]);
    }

    int references(int walk, int node) {
        return references[walk][node];
    }

    int objects(int walk, int node) {
        return objects[walk][node];
    }

    long bytes(int walk, int node) {
        return bytes[walk][node];
    }

    /** Returns the bytes that the tree itself takes. */
    long footprint() {
        return parents.length * (12L + WALKS * 16) + tableNodes.length * 16L;
    }

    private int addEdge(int parent, long key) {
        int node = isRecursive(parent, key) ? parent : ancestorWith(parent, key);
        if (node == ROOT) {
            node = size <= NODE_MASK ? create(parent, key) : parent;
        }
        remember(parent, key, node);
        return node;
    }

    /** A node of a list, a bucket or a tree that refers to another one of its kind. */
    private boolean isRecursive(int parent, long key) {
        return parent != ROOT
                && (int) keys[parent] == (int) key
                && steps.get((int) (key >>> 32)).kind() == Step.Kind.FIELD;
    }

    /** Collapses recursion: a list's second "next" is its first one; an overlong path ends in its last node. */
    private int ancestorWith(int parent, long key) {
        boolean inside = insides.get((int) (key >>> 32));
        boolean sameContainer = true;
        int depth = 0;
        for (int node = parent; node != ROOT; node = parents[node]) {
            if (sameContainer && keys[node] == key) {
                return node;
            }
            // the entries of a map in a map are not those of the outer one
            sameContainer &= !inside || insides.get((int) (keys[node] >>> 32));
            depth++;
        }
        return depth > LONGEST_PATH ? parent : ROOT;
    }

    private static boolean isInside(Step step) {
        return step.kind() == Step.Kind.ELEMENT || HolderPath.isInsideCollection(step);
    }

    private int create(int parent, long key) {
        if (size == parents.length) {
            growNodes(size * 2);
        }
        parents[size] = parent;
        keys[size] = key;
        return size++;
    }

    private void growNodes(int capacity) {
        parents = Arrays.copyOf(parents, capacity);
        keys = Arrays.copyOf(keys, capacity);
        for (int walk = 0; walk < WALKS; walk++) {
            references[walk] = Arrays.copyOf(references[walk], capacity);
            objects[walk] = Arrays.copyOf(objects[walk], capacity);
            bytes[walk] = Arrays.copyOf(bytes[walk], capacity);
        }
    }

    private void remember(int parent, long key, int node) {
        if (++tableSize * 2 > tableNodes.length) {
            growTable();
        }
        put(parent, key, node);
    }

    private void put(int parent, long key, int node) {
        int slot = slotOf(parent, key);
        tableParents[slot] = parent;
        tableKeys[slot] = key;
        tableNodes[slot] = node;
    }

    private void growTable() {
        int[] oldNodes = tableNodes;
        int[] oldParents = tableParents;
        long[] oldKeys = tableKeys;
        tableNodes = new int[oldNodes.length * 2];
        tableParents = new int[oldNodes.length * 2];
        tableKeys = new long[oldNodes.length * 2];
        for (int i = 0; i < oldNodes.length; i++) {
            if (oldNodes[i] != 0) {
                put(oldParents[i], oldKeys[i], oldNodes[i]);
            }
        }
    }

    private int slotOf(int parent, long key) {
        int mask = tableNodes.length - 1;
        long hash = (key + parent * 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
        int slot = (int) (hash >>> 33) & mask;
        while (tableNodes[slot] != 0 && (tableParents[slot] != parent || tableKeys[slot] != key)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
