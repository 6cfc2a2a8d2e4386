package io.wringer.extension.chaos.weave;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Pointcuts with all points that they matched so far; it grows while classes are loaded. Thread-safe. */
public final class Place {

    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private final List<Pointcut> pointcuts;
    private final boolean after;
    private final Map<Integer, Point> points = new ConcurrentHashMap<>();
    private final Set<String> frames = ConcurrentHashMap.newKeySet();
    private final Set<String> heirlooms = ConcurrentHashMap.newKeySet();

    /** Pointcuts that a class may meet by what it inherits from one that is not meant. */
    private final List<Pointcut> inheritable;

    private volatile List<String> unreachable = List.of();

    /** Whether neither the object nor the stack of a call have to be asked. */
    private volatile boolean plain = true;

    Place(List<Pointcut> pointcuts, boolean after) {
        this.pointcuts = List.copyOf(pointcuts);
        this.after = after;
        this.inheritable = new CopyOnWriteArrayList<>();
        for (Pointcut pointcut : pointcuts) {
            if (pointcut.isExact() && !pointcut.isConstructor()) {
                inheritable.add(pointcut);
            }
        }
    }

    List<Pointcut> inheritable() {
        return inheritable;
    }

    /** What a class inherits that is loaded is known, and so is what its subclasses inherit beyond it. */
    void noteMeant(Pointcut pointcut, Class<?> type) {
        if (!type.isInterface() && pointcut.matchesTypeName(type.getName())) {
            inheritable.remove(pointcut);
        }
    }

    /** Returns what is meant. */
    public List<Pointcut> pointcuts() {
        return pointcuts;
    }

    boolean matchesName(String method) {
        return pointcuts.stream().anyMatch(pointcut -> pointcut.matchesName(method));
    }

    boolean matchesTypeName(String type) {
        return pointcuts.stream().anyMatch(pointcut -> pointcut.matchesTypeName(type));
    }

    /** Asks all that will be asked while the JVM loads classes, as asking the first time loads some itself. */
    void tryOut() {
        for (Pointcut pointcut : pointcuts) {
            pointcut.matchesTypeName("");
            pointcut.matchesMethod("", "()V");
            pointcut.matchesAnnotations(List.of(""));
        }
    }

    boolean asksForAnnotations() {
        for (Pointcut pointcut : pointcuts) {
            if (pointcut.annotation() != null) {
                return true;
            }
        }
        return false;
    }

    /** Tells whether the check stands after the work. */
    public boolean after() {
        return after;
    }

    /** Returns the points, in the order in which they were woven. */
    public List<Point> points() {
        List<Point> sorted = new ArrayList<>(points.values());
        sorted.sort(Comparator.comparingInt(Point::id));
        return sorted;
    }

    /** Returns the names of implementations that the JVM lets nobody weave: lambdas and other hidden classes. */
    public List<String> unreachable() {
        return unreachable;
    }

    boolean add(Point point) {
        if (!isSkippedWrapper(point)) {
            frames.add(point.frame());
            if (frames.size() > 1) {
                plain = false;
            }
        }
        return points.putIfAbsent(point.id(), point) == null;
    }

    void setUnreachable(List<String> names) {
        unreachable = List.copyOf(names);
    }

    /** Notes a class that is no subtype of the meant type, but has the method that a subtype inherits; true if new. */
    boolean addHeirloom(String owner) {
        plain = false;
        return heirlooms.add(owner);
    }

    boolean isHeirloom(String owner) {
        return heirlooms.contains(owner);
    }

    /** With a type of {@code java.sql}, the driver is meant and not the wrapper that a pool puts around it. */
    private boolean isSkippedWrapper(Point point) {
        return point.wrapper()
                && pointcuts.stream().anyMatch(pointcut -> pointcut.type().startsWith("java.sql."));
    }

    /** Tells whether each call at a point that was struck once is meant, until other classes are loaded. */
    public boolean isPlain() {
        return plain;
    }

    /** Tells whether a call on an object is meant; not so for wrappers, and for objects of other subclasses. */
    public boolean covers(Point point, @Nullable Object target) {
        return !isSkippedWrapper(point) && isOfMeantType(point, target);
    }

    private boolean isOfMeantType(Point point, @Nullable Object target) {
        return target == null || !isHeirloom(point.owner()) || isSubtype(target.getClass());
    }

    private boolean isSubtype(@Nullable Class<?> type) {
        return type != null
                && (matchesTypeName(type.getName())
                        || isSubtype(type.getSuperclass())
                        || List.of(type.getInterfaces()).stream().anyMatch(this::isSubtype));
    }

    /**
     * Tells whether the current call is a part of another one that was counted already: a wrapper passed it on. A
     * method that calls itself counts each time.
     */
    public boolean isNested(Point point) {
        if (frames.size() < 2) {
            return false;
        }
        String own = point.frame();
        return STACK.walk(frames -> frames.map(
                        frame -> Point.frame(frame.getClassName(), frame.getMethodName(), frame.getDescriptor()))
                .filter(this.frames::contains)
                .anyMatch(frame -> !frame.equals(own)));
    }
}
