package io.wringer.extension.leak.heap;

import io.wringer.extension.agent.Agent;
import io.wringer.extension.agent.AgentUnavailableException;
import java.lang.instrument.Instrumentation;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Walks the graph of live objects inside the process, breadth first, from the test instance, the static fields of all
 * initialised classes and all live threads.
 *
 * <p>Needs no flag, no dump and no stopped world. Soft, weak and phantom referents are not followed. Local variables on
 * stacks cannot be seen. Not thread-safe; meant to run while the code under test is quiet.
 */
public final class HeapWalker {

    /** So many walks can be compared. */
    public static final int MOST_WALKS = Signatures.WALKS;

    private static final int ATTEMPTS = 4;

    /** What a walk took at most on heaps of all kinds, one long queue of siblings left out. */
    private static final long BYTES_PER_OBJECT = 8;

    private static final long RESERVE = 8L << 20;

    private final Instrumentation instrumentation;
    private final Jvm jvm;
    private final List<Object> testRoots;
    private final List<Object> excluded;
    private final boolean everywhere;
    private final boolean threads;
    private final Signatures signatures = new Signatures();
    private final Layouts layouts;

    private HeapWalker(
            Instrumentation instrumentation,
            Jvm jvm,
            List<Object> testRoots,
            List<Object> excluded,
            boolean everywhere,
            boolean threads,
            Predicate<Class<?>> wanted) {
        this.layouts = new Layouts(signatures, instrumentation, wanted);
        this.instrumentation = instrumentation;
        this.jvm = jvm;
        this.testRoots = testRoots;
        this.excluded = excluded;
        this.everywhere = everywhere;
        this.threads = threads;
    }

    /**
     * Creates a walker.
     *
     * @param testRoots the test instance and its arguments
     * @param excluded objects of Wringer that are not looked into
     * @param wanted classes whose instances walks give back
     * @throws AgentUnavailableException if the modules of the JDK cannot be opened
     */
    public static HeapWalker open(List<Object> testRoots, List<Object> excluded, Predicate<Class<?>> wanted)
            throws AgentUnavailableException {
        Memory.open();
        return new HeapWalker(Agent.instrumentation(), Jvm.current(), testRoots, excluded, true, true, wanted);
    }

    /**
     * Creates a walker that sees nothing but what some objects lead to.
     *
     * @throws AgentUnavailableException if the modules of the JDK cannot be opened
     */
    public static HeapWalker from(List<Object> roots) throws AgentUnavailableException {
        Memory.open();
        return new HeapWalker(Agent.instrumentation(), Jvm.current(), roots, List.of(), false, false, type -> false);
    }

    /**
     * Creates a walker that starts at static fields only, and so tells what these hold whether or not a thread does.
     *
     * @param excluded objects of Wringer that are not looked into
     * @param wanted classes whose instances walks give back
     * @throws AgentUnavailableException if the modules of the JDK cannot be opened
     */
    public static HeapWalker ofStatics(List<Object> excluded, Predicate<Class<?>> wanted)
            throws AgentUnavailableException {
        Memory.open();
        return new HeapWalker(Agent.instrumentation(), Jvm.current(), List.of(), excluded, true, false, wanted);
    }

    /**
     * Walks before the iterations that {@link #after} compares with, and again if a collection moved objects.
     *
     * @throws WalkRefusedException if the heap gets full; nothing is kept then
     */
    public Visit before() throws WalkRefusedException {
        return walk(0);
    }

    /**
     * Walks after the iterations.
     *
     * @throws WalkRefusedException if the heap gets full
     */
    public Visit after() throws WalkRefusedException {
        return walk(1);
    }

    /** Returns what {@link #before} and {@link #after} saw. */
    public Growth growth() {
        return growth(0, 1, Growth.Course.any());
    }

    /**
     * Returns what grew from one walk to a later one.
     *
     * @param from number of the walk
     * @param to number of the later one
     * @param course which growth counts
     */
    public Growth growth(int from, int to, Growth.Course course) {
        return new Growth(signatures, from, to, course);
    }

    /**
     * Walks once more.
     *
     * @param column number of the walk, less than {@link #MOST_WALKS}; an earlier one of the same number is forgotten
     * @throws WalkRefusedException if the heap gets full
     */
    public Visit walk(int column) throws WalkRefusedException {
        Frontier frontier = new Frontier(HeapWalker::hasReserve);
        if (jvm.objectsStayInPlace()) {
            // a walk that asked for a collection by its own memory has that memory already when it is made again
            AddressMarks marks = jvm.addressMarks();
            for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
                long collections = jvm.collections();
                marks.clear();
                Visit visit = walk(column, frontier, marks);
                if (jvm.collections() == collections) {
                    return visit;
                }
            }
        }
        return walk(column, frontier, new IdentityMarks(HeapWalker::hasReserve));
    }

    private Visit walk(int column, Frontier frontier, Marks marks) throws WalkRefusedException {
        signatures.clear(column);
        Tour tour = new Tour(column, frontier, marks);
        try {
            tour.run();
        } catch (Frontier.Full e) {
            throw WalkRefusedException.after(tour.visited, freeHeap());
        } finally {
            layouts.forgetDynamic();
        }
        return tour.visit();
    }

    private static boolean hasReserve() {
        return freeHeap() > RESERVE;
    }

    private static long freeHeap() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    }

    /** Tells whether the heap has room for a walk. */
    public static boolean hasRoom(long objects) {
        return objects * BYTES_PER_OBJECT + RESERVE <= freeHeap();
    }

    /**
     * Refuses a walk that the heap has no room for.
     *
     * @param objects how many objects are alive
     * @throws WalkRefusedException with the numbers
     */
    public static void requireRoom(long objects) throws WalkRefusedException {
        if (!hasRoom(objects)) {
            throw WalkRefusedException.before(objects, objects * BYTES_PER_OBJECT + RESERVE, freeHeap());
        }
    }

    /** One walk. */
    private final class Tour {
        private final int column;
        private final Marks marks;
        private final Frontier frontier;
        private final Object[] hand = new Object[1];
        private final long handBase = Memory.arrayBase(Object[].class);
        private final long handScale = Memory.arrayScale(Object[].class);
        private final int element = signatures.step(Step.ELEMENT);
        private final int typeStep = signatures.step(new Step(Step.Kind.TYPE, "", ""));
        private final List<Found> found = new ArrayList<>();
        private final Edges edges = new Edges(layouts, signatures);
        private long visited;

        Tour(int column, Frontier frontier, Marks marks) {
            this.column = column;
            this.frontier = frontier;
            this.marks = marks;
        }

        void run() {
            excluded.forEach(this::exclude);
            exclude(this);
            testRoots.forEach(root -> root(new Step(Step.Kind.TEST, "", ""), root));
            if (everywhere) {
                runEverywhere();
            } else {
                drain();
            }
        }

        private void runEverywhere() {
            Class<?>[] classes = instrumentation.getAllLoadedClasses();
            for (Class<?> type : classes) {
                if (Layouts.isPermanent(type)) {
                    root(new Step(Step.Kind.CLASS, "", type.getName()), type);
                }
            }
            for (Thread thread : threads ? Memory.threads() : new Thread[0]) {
                root(new Step(Step.Kind.THREAD, "", Labels.withoutNumbers(thread.getName())), thread);
            }
            drain();
            lateRoots(classes);
        }

        Visit visit() {
            return new Visit(visited, marks.bytes() + frontier.bytes() + signatures.footprint(), List.copyOf(found));
        }

        /** Classes that only stacks of running threads lead to, such as those of an isolated class loader. */
        private void lateRoots(Class<?>[] classes) {
            for (Class<?> type : classes) {
                root(new Step(Step.Kind.CLASS, "", type.getName()), type);
            }
            drain();
        }

        private void exclude(Object object) {
            hand[0] = object;
            marks.add(object, hand, handBase);
        }

        private void root(Step step, Object object) {
            hand[0] = object;
            reach(Signatures.ROOT, signatures.step(step), object, hand, handBase);
        }

        private void drain() {
            while (frontier.advance()) {
                Object object = frontier.object();
                int number = frontier.number();
                follow(
                        object,
                        layouts.numbered(number >>> Signatures.NODE_BITS, object),
                        number & Signatures.NODE_MASK);
            }
        }

        private void follow(Object object, Layout layout, int node) {
            if (layout.array) {
                elements((Object[]) object, node);
                return;
            }
            if (isStale(object, layout)) {
                links(object, node, layout);
                return;
            }
            fields(object, node, layout.offsets, layout.steps);
            if (layout.isClass) {
                Layout.Fields statics = layouts.statics((Class<?>) object);
                fields(object, node, statics.offsets, statics.steps);
            }
        }

        private void fields(Object holder, int node, long[] offsets, int[] steps) {
            for (int i = 0; i < offsets.length; i++) {
                Object target = Memory.reference(holder, offsets[i]);
                if (target != null) {
                    reach(node, steps[i], target, holder, offsets[i]);
                }
            }
        }

        /** A cleared entry of a weak map waits to be expunged: it holds nothing any more but the entries behind it. */
        private boolean isStale(Object object, Layout layout) {
            return layout.reference && ((Reference<?>) object).refersTo(null);
        }

        private void links(Object stale, int node, Layout layout) {
            for (int i = 0; i < layout.offsets.length; i++) {
                Object target = Memory.reference(stale, layout.offsets[i]);
                if (target instanceof Reference<?>) {
                    reach(node, layout.steps[i], target, stale, layout.offsets[i]);
                }
            }
        }

        private void elements(Object[] array, int node) {
            long offset = handBase;
            for (Object target : array) {
                if (target != null) {
                    reach(node, element, target, array, offset);
                }
                offset += handScale;
            }
        }

        private void reach(int parent, int step, Object target, Object holder, long offset) {
            Edges.Edge edge = edges.of(parent, step, target);
            Layout layout = edge.layout;
            int node = edge.node;
            boolean added = marks.add(target, holder, offset);
            if ((added || node != parent)
                    && !isStale(target, layout)) { // a neighbour in the same list, met again, is no further reference
                signatures.arrive(column, node);
            }
            if (added) {
                enter(target, node, layout);
            }
        }

        private void enter(Object target, int node, Layout layout) {
            visited++;
            signatures.visit(column, node, layouts.sizeOf(target, layout));
            if (layout.wanted) {
                found.add(new Found(target, HolderPath.to(signatures, node)));
            }
            if (layout.string) {
                fields(target, node, layout.offsets, layout.steps); // while it is at hand: a third of all objects
            } else if (layout.leadsOn()) {
                frontier.add(target, layout.number << Signatures.NODE_BITS | node);
            }
            if (layout.dynamic) {
                hand[0] = target.getClass();
                reach(node, typeStep, target.getClass(), hand, handBase);
            }
        }
    }

    /** An instance that was looked for, and how it is reached. */
    public record Found(Object object, HolderPath path) {}

    /**
     * What a walk came to.
     *
     * @param objects how many were visited
     * @param bytes memory that the walk took
     * @param found instances that were looked for
     */
    public record Visit(long objects, long bytes, List<Found> found) {}
}
