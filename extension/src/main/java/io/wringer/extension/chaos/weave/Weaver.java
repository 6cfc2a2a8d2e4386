package io.wringer.extension.chaos.weave;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.reflect.Method;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/** Weaves the points of places into loaded classes at once, and into others when they are loaded. Thread-safe. */
public final class Weaver {

    /** Wringer itself runs on these before it can tell that it is inside. */
    private static final Set<String> FOUNDATIONS = Set.of(
            "java.lang.Object",
            "java.lang.String",
            "java.lang.Class",
            "java.lang.Boolean",
            "java.lang.Byte",
            "java.lang.Character",
            "java.lang.Short",
            "java.lang.Integer",
            "java.lang.Long",
            "java.lang.Float",
            "java.lang.Double",
            "java.lang.ThreadLocal",
            "java.lang.InheritableThreadLocal");

    private static final String OBJECT = "java/lang/Object";

    /** If weaving needed the class that waits for it, it would go on without. */
    private static final long MOST_MILLIS_ASIDE = 5_000;

    /** The JVM links lambdas by these. */
    private static final String LINKING = "java.lang.invoke.";

    private final Instrumentation instrumentation;
    private final String gate;
    private final Runnable pointsAdded;
    private final @Nullable CodeSource ownCode =
            Weaver.class.getProtectionDomain().getCodeSource();
    private final NativeCalls natives = new NativeCalls();
    private final TypeReader types = new TypeReader();
    private final List<Place> places = new CopyOnWriteArrayList<>();
    private final List<Point> points = new CopyOnWriteArrayList<>();
    private final Map<String, Point> pointsByKey = new ConcurrentHashMap<>();

    private Weaver(Instrumentation instrumentation, String gate, Runnable pointsAdded) {
        this.instrumentation = instrumentation;
        this.gate = gate;
        this.pointsAdded = pointsAdded;
    }

    /** Lets classes be woven from now on. */
    static Weaver install(Instrumentation instrumentation, String gate, Runnable pointsAdded) {
        new Weaver(instrumentation, gate, () -> {}).tryOut();
        Weaver weaver = new Weaver(instrumentation, gate, pointsAdded);
        instrumentation.addTransformer(weaver.new Transformer(), true);
        return weaver;
    }

    /**
     * Goes the whole way once, before the JVM asks for it: a class that weaving would load, or need for linking a call,
     * while the JVM is loading just that one could never be loaded.
     */
    private void tryOut() {
        places.add(new Place(List.of(Pointcut.of(Runnable.class, "run()")), false));
        places.add(new Place(List.of(Pointcut.of(Sample.class, "run()")), true));
        places.add(new Place(List.of(Pointcut.of(Runnable.class, "inherited")), false));
        ClassLoader loader = Sample.class.getClassLoader();
        ClassReader reader = Objects.requireNonNull(TypeReader.classFile(Sample.class.getName(), loader));
        weaveInherited(reader, loader);
        weave(reader, annotated(Sample.class.getName(), loader, reader), loader);
    }

    /** Has what its subclass inherits. */
    private static class SampleParent {
        void inherited() {}
    }

    /** Has all that weaving looks at. */
    private static final class Sample extends SampleParent implements Runnable {

        private final Runnable next = this;

        @Override
        public void run() {
            inherited();
            next.run();
        }
    }

    int pointCount() {
        return points.size();
    }

    Point point(int id) {
        return points.get(id);
    }

    /** Tells whether Wringer itself stands on a type, so that it can't be woven. */
    public static boolean isFoundation(String type) {
        return FOUNDATIONS.contains(type) || type.startsWith(LINKING);
    }

    /** Returns the place of pointcuts; weaves loaded classes the first time. */
    public synchronized Place place(List<Pointcut> pointcuts, boolean after) {
        for (Place known : places) {
            if (known.pointcuts().equals(pointcuts) && known.after() == after) {
                return known;
            }
        }
        Place place = new Place(pointcuts, after);
        place.tryOut();
        places.add(place);
        Set<Class<?>> owners = loadedOwners(place);
        if (addNatives(place)) {
            owners.addAll(natives.callers(instrumentation.getAllLoadedClasses()));
        }
        retransform(owners);
        return place;
    }

    private boolean addNatives(Place place) {
        List<Method> found = place.pointcuts().stream()
                .flatMap(pointcut -> NativeCalls.find(pointcut).stream())
                .toList();
        for (Method method : found) {
            String descriptor = Type.getMethodDescriptor(method);
            String owner = method.getDeclaringClass().getName();
            String key = "native " + Point.frame(owner, method.getName(), descriptor) + place.after();
            Point point = newPoint(
                    key,
                    id -> new Point(
                            id,
                            owner,
                            method.getName(),
                            descriptor,
                            Arrays.stream(method.getExceptionTypes())
                                    .map(Class::getName)
                                    .toList(),
                            place.after(),
                            false));
            natives.add(point);
            place.add(point);
        }
        return !found.isEmpty();
    }

    private Set<Class<?>> loadedOwners(Place place) {
        Set<Class<?>> owners = new LinkedHashSet<>();
        Class<?>[] loaded = instrumentation.getAllLoadedClasses();
        for (Pointcut pointcut : place.pointcuts()) {
            Map<Class<?>, Boolean> known = new HashMap<>();
            for (Class<?> type : loaded) {
                if (!type.isArray() && isMeant(type, pointcut, known)) {
                    addOwners(type, pointcut, place, owners);
                    place.noteMeant(pointcut, type);
                }
            }
        }
        return owners;
    }

    private static boolean isMeant(@Nullable Class<?> type, Pointcut pointcut, Map<Class<?>, Boolean> known) {
        if (type == null) {
            return false;
        }
        Boolean meant = known.get(type);
        if (meant == null) {
            meant = pointcut.matchesTypeName(type.getName())
                    || isMeant(type.getSuperclass(), pointcut, known)
                    || Arrays.stream(type.getInterfaces()).anyMatch(parent -> isMeant(parent, pointcut, known));
            known.put(type, meant);
        }
        return meant;
    }

    private void addOwners(Class<?> type, Pointcut pointcut, Place place, Set<Class<?>> owners) {
        if (instrumentation.isModifiableClass(type) && !isOwn(type.getName(), type.getProtectionDomain())) {
            Set<String> overridden = new HashSet<>();
            if (declares(type, pointcut, MethodScan.UNWOVEN, overridden)) {
                owners.add(type);
            }
            if (pointcut.isExact() && !pointcut.isConstructor()) {
                addInheritedBy(type, pointcut, overridden, place, owners);
            }
        }
    }

    /** Finds the implementations that the JVM lets nobody weave; such classes come at any time. */
    public void findUnreachable(Place place) {
        Map<Class<?>, Boolean> known = new HashMap<>();
        List<String> hidden = new ArrayList<>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (type.isHidden() && place.pointcuts().stream().anyMatch(pointcut -> isMeant(type, pointcut, known))) {
                hidden.add(type.getName());
            }
        }
        place.setUnreachable(hidden);
    }

    /**
     * A method that a meant class inherits stands in a supertype that is perhaps not meant by itself.
     *
     * @param overridden the methods below, by name and descriptor
     */
    private static void addInheritedBy(
            Class<?> type, Pointcut pointcut, Set<String> overridden, Place place, Set<Class<?>> owners) {
        if (type.getSuperclass() != null) {
            addInherited(type.getSuperclass(), pointcut, overridden, place, owners);
        }
        for (Class<?> parent : type.getInterfaces()) {
            addInherited(parent, pointcut, overridden, place, owners);
        }
    }

    private static void addInherited(
            Class<?> parent, Pointcut pointcut, Set<String> overridden, Place place, Set<Class<?>> owners) {
        int never = TypeReader.neverInherited(parent.getModifiers());
        if (declares(parent, pointcut, never, overridden) && !isFoundation(parent.getName())) {
            if (!isMeant(parent, pointcut, new HashMap<>())) {
                place.addHeirloom(parent.getName());
            }
            owners.add(parent);
        }
        addInheritedBy(parent, pointcut, overridden, place, owners);
    }

    /** Weaves what a class that is being loaded inherits, so that it does not matter when it comes. */
    private void weaveInherited(ClassReader reader, @Nullable ClassLoader loader) {
        if (loader == null || (OBJECT.equals(reader.getSuperName()) && reader.getInterfaces().length == 0)) {
            return;
        }
        TypeInfo type = null;
        for (Place place : places) {
            for (Pointcut pointcut : place.inheritable()) {
                type = type != null ? type : TypeReader.read(reader);
                if (types.anySupertype(type, loader, pointcut)) {
                    weaveInherited(type, loader, pointcut, place);
                }
            }
        }
    }

    /** A supertype that is meant itself is woven by itself, and one that is not yet loaded when the JVM comes to it. */
    private void weaveInherited(TypeInfo type, ClassLoader loader, Pointcut pointcut, Place place) {
        Set<String> overridden = new HashSet<>();
        for (TypeInfo parent : types.hierarchy(type, loader)) {
            if (parent.bequeaths(pointcut, overridden)
                    && !isFoundation(parent.name())
                    && !types.anySupertype(parent, loader, pointcut)
                    && place.addHeirloom(parent.name())) {
                new Aside(loaded(parent.name())).runAndWait();
            }
        }
    }

    private Set<Class<?>> loaded(String name) {
        Set<Class<?>> found = new LinkedHashSet<>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (type.getName().equals(name)
                    && instrumentation.isModifiableClass(type)
                    && !isOwn(name, type.getProtectionDomain())) {
                found.add(type);
            }
        }
        return found;
    }

    private final class Aside implements Runnable {

        private final Set<Class<?>> owners;

        Aside(Set<Class<?>> owners) {
            this.owners = owners;
        }

        @Override
        public void run() {
            retransform(owners);
        }

        /** While a thread transforms a class, the JVM lets it transform no other one; so another thread does. */
        void runAndWait() {
            if (owners.isEmpty()) {
                return;
            }
            Thread thread = new Thread(null, this, "wringer-chaos-weaver", 0, false);
            thread.setDaemon(true);
            thread.start();
            boolean interrupted = Thread.interrupted();
            try {
                thread.join(MOST_MILLIS_ASIDE);
            } catch (InterruptedException e) {
                interrupted = true; // the loading of the class goes on
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Tells whether a class itself has a meant method that is none of the overridden ones; adds its own to those.
     *
     * @param never modifiers of methods that don't count
     */
    private static boolean declares(Class<?> type, Pointcut pointcut, int never, Set<String> overridden) {
        if (pointcut.isConstructor()) {
            return true;
        }
        try {
            boolean declares = false;
            for (Method method : type.getDeclaredMethods()) {
                if (pointcut.matchesName(method.getName())) {
                    String descriptor = Type.getMethodDescriptor(method);
                    declares |= overridden.add(method.getName() + descriptor)
                            && (method.getModifiers() & never) == 0
                            && pointcut.matchesMethod(method.getName(), descriptor);
                }
            }
            return declares;
        } catch (LinkageError e) {
            return true; // a type in its signatures is missing: the class file will tell
        }
    }

    /** All at once, since each time stops all threads; one by one only if one of them can't be woven. */
    private void retransform(Set<Class<?>> owners) {
        if (!owners.isEmpty() && !isRetransformed(owners)) {
            for (Class<?> owner : owners) {
                isRetransformed(Set.of(owner));
            }
        }
    }

    private boolean isRetransformed(Set<Class<?>> owners) {
        try {
            instrumentation.retransformClasses(owners.toArray(new Class<?>[0]));
            return true;
        } catch (UnmodifiableClassException | LinkageError e) {
            return false; // a class without points: a place without any fails its test and says so
        }
    }

    private boolean isOwn(String className, @Nullable ProtectionDomain domain) {
        return className.startsWith("io.wringer.")
                && domain != null
                && ownCode != null
                && ownCode.equals(domain.getCodeSource());
    }

    private final class Transformer implements ClassFileTransformer {

        @Override
        public byte @Nullable [] transform(
                @Nullable ClassLoader loader,
                @Nullable String className,
                @Nullable Class<?> redefined,
                @Nullable ProtectionDomain domain,
                byte[] classFile) {
            if (className == null || places.isEmpty()) {
                return null;
            }
            String name = className.replace('/', '.');
            if (isFoundation(name) || isOwn(name, domain)) {
                return null;
            }
            ClassReader reader = new ClassReader(classFile);
            if (redefined == null) {
                weaveInherited(reader, loader);
            }
            return weave(reader, redefined == null ? reader : annotated(name, loader, reader), loader);
        }
    }

    /** What the JVM gives of a loaded class lacks the annotations that are for class files only. */
    private ClassReader annotated(String name, @Nullable ClassLoader loader, ClassReader reader) {
        if (loader != null) {
            for (Place place : places) {
                if (place.asksForAnnotations()) {
                    return Objects.requireNonNullElse(TypeReader.classFile(name, loader), reader);
                }
            }
        }
        return reader;
    }

    /** Weaves a class file; {@code annotated} is one of the same class. */
    private byte @Nullable [] weave(ClassReader reader, ClassReader annotated, @Nullable ClassLoader loader) {
        String owner = reader.getClassName().replace('/', '.');
        boolean callsNatives = reader.readUnsignedShort(6) >= Opcodes.V1_7
                && natives.isConcerned(loader, owner)
                && natives.calls(reader);
        Map<String, PointVisitor.WovenMethod> woven = wovenMethods(annotated, loader);
        return woven.isEmpty() && !callsNatives ? null : write(reader, woven, callsNatives);
    }

    private Map<String, PointVisitor.WovenMethod> wovenMethods(ClassReader reader, @Nullable ClassLoader loader) {
        List<MethodScan.Method> methods = MethodScan.of(reader, places);
        if (methods.isEmpty()) {
            return Map.of();
        }
        TypeInfo type = TypeReader.read(reader);
        Map<String, PointVisitor.WovenMethod> woven = new LinkedHashMap<>();
        for (MethodScan.Method method : methods) {
            PointVisitor.WovenMethod points = pointsOf(method, type, loader);
            if (points.before() != null || points.after() != null) {
                woven.put(method.name() + method.descriptor(), points);
            }
        }
        return woven;
    }

    private PointVisitor.WovenMethod pointsOf(MethodScan.Method method, TypeInfo type, @Nullable ClassLoader loader) {
        Point before = null;
        Point after = null;
        for (Place place : places) {
            if (matches(place, method, type, loader)) {
                Point point = pointAt(place, method, type, loader);
                if (place.after()) {
                    after = point;
                } else {
                    before = point;
                }
            }
        }
        return new PointVisitor.WovenMethod(method.access(), method.name(), method.descriptor(), before, after);
    }

    private boolean matches(Place place, MethodScan.Method method, TypeInfo type, @Nullable ClassLoader loader) {
        return place.pointcuts().stream().anyMatch(pointcut -> matches(pointcut, place, method, type, loader));
    }

    private boolean matches(
            Pointcut pointcut, Place place, MethodScan.Method method, TypeInfo type, @Nullable ClassLoader loader) {
        return pointcut.matchesMethod(method.name(), method.descriptor())
                && pointcut.matchesAnnotations(method.annotations())
                && (place.isHeirloom(type.name())
                        || (pointcut.isConstructor()
                                ? pointcut.matchesTypeName(type.name())
                                : types.anySupertype(type, loader, pointcut)));
    }

    private Point pointAt(Place place, MethodScan.Method method, TypeInfo type, @Nullable ClassLoader loader) {
        String key = System.identityHashCode(loader)
                + Point.frame(type.name(), method.name(), method.descriptor())
                + place.after();
        Point point = pointsByKey.get(key);
        if (point == null) {
            boolean wrapper = isWrapper(type, loader);
            point = newPoint(
                    key,
                    id -> new Point(
                            id,
                            type.name(),
                            method.name(),
                            method.descriptor(),
                            declared(method, type, loader),
                            place.after(),
                            wrapper));
        }
        if (place.add(point)) {
            pointsAdded.run();
        }
        return point;
    }

    /** Callers by a supertype expect what that declares; in Kotlin, most methods declare nothing themselves. */
    private List<String> declared(MethodScan.Method method, TypeInfo type, @Nullable ClassLoader loader) {
        Set<String> declared = new LinkedHashSet<>(method.exceptions());
        if (!method.name().equals("<init>")) {
            for (TypeInfo info : types.hierarchy(type, loader)) {
                declared.addAll(info.declared(method.name() + method.descriptor()));
            }
        }
        return List.copyOf(declared);
    }

    private Point newPoint(String key, IntFunction<Point> maker) {
        synchronized (points) {
            return pointsByKey.computeIfAbsent(key, missing -> {
                Point point = maker.apply(points.size());
                points.add(point);
                return point;
            });
        }
    }

    /** A wrapper has a field of a JDBC interface that it implements itself, such as a pool's statement. */
    private boolean isWrapper(TypeInfo type, @Nullable ClassLoader loader) {
        Collection<TypeInfo> hierarchy = types.hierarchy(type, loader);
        Set<String> implemented = new LinkedHashSet<>();
        hierarchy.forEach(info -> implemented.add(info.name()));
        return hierarchy.stream()
                .flatMap(info -> info.fieldTypes().stream())
                .anyMatch(field -> field.startsWith("java.sql.") && implemented.contains(field));
    }

    private byte[] write(ClassReader reader, Map<String, PointVisitor.WovenMethod> woven, boolean callsNatives) {
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        boolean frames = reader.readUnsignedShort(6) >= Opcodes.V1_6;
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access,
                            String name,
                            String descriptor,
                            @Nullable String signature,
                            String @Nullable [] exceptions) {
                        MethodVisitor written = super.visitMethod(access, name, descriptor, signature, exceptions);
                        MethodVisitor next = callsNatives ? natives.rewriting(written, gate) : written;
                        PointVisitor.WovenMethod method = woven.get(name + descriptor);
                        return method == null ? next : new PointVisitor(next, gate, method, frames);
                    }
                },
                0);
        return writer.toByteArray();
    }

    /** Returns the methods nearest to a pointcut that matches nothing, nearest first. */
    public List<String> nearest(Pointcut pointcut, @Nullable Class<?> type) {
        return Nearest.to(pointcut, candidates(pointcut, type));
    }

    private List<Class<?>> candidates(Pointcut pointcut, @Nullable Class<?> type) {
        if (type != null) {
            return List.of(type);
        }
        Map<Class<?>, Boolean> known = new HashMap<>();
        List<Class<?>> meant = new ArrayList<>();
        List<Class<?>> others = new ArrayList<>();
        for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
            if (loaded.isArray() || loaded.isHidden() || isOwn(loaded.getName(), loaded.getProtectionDomain())) {
                continue;
            }
            (isMeant(loaded, pointcut, known) ? meant : others).add(loaded);
        }
        return meant.isEmpty() ? Nearest.types(pointcut, others) : meant;
    }

    @Override
    public String toString() {
        return Objects.toString(places);
    }
}
