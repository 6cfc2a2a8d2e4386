package io.wringer.extension.leak.heap;

import java.lang.instrument.Instrumentation;
import java.lang.ref.Reference;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The layouts of all classes that one walk meets; dropped after the walk, because it holds classes. */
final class Layouts {

    /** What a reference object does not keep alive, and the collector's own chain. */
    private static final Set<String> NOT_FOLLOWED = Set.of("referent", "discovered");

    private static final int ALIGNMENT = 8;

    private final IdentityHashMap<Class<?>, Layout> known = new IdentityHashMap<>();
    private final IdentityHashMap<Class<?>, Boolean> chained = new IdentityHashMap<>();
    private final Signatures signatures;
    private final Instrumentation instrumentation;
    private final Predicate<Class<?>> wanted;
    private @Nullable Class<?> lastType;
    private @Nullable Layout lastLayout;

    Layouts(Signatures signatures, Instrumentation instrumentation, Predicate<Class<?>> wanted) {
        this.signatures = signatures;
        this.instrumentation = instrumentation;
        this.wanted = wanted;
    }

    Layout of(Object object) {
        Class<?> type = object.getClass();
        Layout layout = lastLayout;
        if (type == lastType && layout != null) {
            return layout;
        }
        layout = known.get(type);
        if (layout == null) {
            layout = create(object, type);
            known.put(type, layout);
        }
        lastType = type;
        lastLayout = layout;
        return layout;
    }

    long sizeOf(Object object, Layout layout) {
        if (layout.isClass) {
            return instrumentation.getObjectSize(object);
        }
        if (layout.elementSize == 0) {
            return layout.size;
        }
        long size = layout.size + (long) Array.getLength(object) * layout.elementSize;
        return (size + ALIGNMENT - 1) & -ALIGNMENT;
    }

    /** Returns offsets and steps of the static reference fields of an initialised class. */
    Layout.Fields statics(Class<?> type) {
        if (type.isArray() || type.isPrimitive() || !Memory.isInitialised(type)) {
            return Layout.Fields.NONE;
        }
        List<Field> fields = new ArrayList<>();
        addReferences(type, true, fields);
        return fields(fields, Memory::staticOffsetOf);
    }

    private Layout create(Object object, Class<?> type) {
        int name = signatures.type(type.getName());
        if (type.isArray()) {
            return Layout.ofArray(name, type, !isPermanent(type));
        }
        List<Field> fields = new ArrayList<>();
        for (Class<?> current = type; current != null; current = current.getSuperclass()) {
            addReferences(current, false, fields);
        }
        Layout.Fields references = fields(fields, Memory::offsetOf);
        long size = instrumentation.getObjectSize(object);
        return Layout.ofInstance(name, references, size, wanted.test(type), type == Class.class, !isPermanent(type));
    }

    /** Tells whether a class stays for the life of the JVM, which makes its static fields roots. */
    static boolean isPermanent(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null
                || loader == ClassLoader.getSystemClassLoader()
                || loader == ClassLoader.getPlatformClassLoader();
    }

    private static void addReferences(Class<?> type, boolean statics, List<Field> fields) {
        for (Field field : Memory.declaredFields(type)) {
            if (!field.getType().isPrimitive()
                    && Modifier.isStatic(field.getModifiers()) == statics
                    && isFollowed(type, field)) {
                fields.add(field);
            }
        }
    }

    private static boolean isFollowed(Class<?> type, Field field) {
        if (type == ThreadGroup.class) {
            return false; // it lists all threads, which are roots of their own
        }
        return type != Reference.class || !NOT_FOLLOWED.contains(field.getName());
    }

    /** Both ends of a chain are one step: whether an element is reached from the head or the tail is chance. */
    private int step(Field field, List<Field> siblings) {
        boolean isStatic = Modifier.isStatic(field.getModifiers());
        Field named = isStatic ? field : otherEnd(field, siblings);
        Step.Kind kind = isStatic ? Step.Kind.STATIC : Step.Kind.FIELD;
        return signatures.step(new Step(kind, field.getDeclaringClass().getName(), named.getName()));
    }

    private Field otherEnd(Field field, List<Field> siblings) {
        for (Field sibling : siblings) {
            if (sibling.getType() == field.getType() && sibling.getDeclaringClass() == field.getDeclaringClass()) {
                return isChained(field.getType()) ? sibling : field;
            }
        }
        return field;
    }

    private boolean isChained(Class<?> type) {
        return chained.computeIfAbsent(type, Layouts::refersToItsOwnKind);
    }

    private static boolean refersToItsOwnKind(Class<?> type) {
        return !type.isInterface()
                && !type.isArray()
                && Arrays.stream(Memory.declaredFields(type))
                        .anyMatch(field -> field.getType() == type && !Modifier.isStatic(field.getModifiers()));
    }

    private Layout.Fields fields(List<Field> fields, ToLongFunction<Field> offset) {
        return new Layout.Fields(
                fields.stream().mapToLong(offset).toArray(),
                fields.stream().mapToInt(field -> step(field, fields)).toArray());
    }
}
