package io.wringer.extension.leak.heap;

import java.lang.instrument.Instrumentation;
import java.lang.ref.Reference;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The layouts of all classes that walks meet. Between two walks it holds only classes that stay anyway. */
final class Layouts {

    private final IdentityHashMap<Class<?>, Layout> known = new IdentityHashMap<>();
    private final IdentityHashMap<Class<?>, Layout.Fields> knownStatics = new IdentityHashMap<>();
    private final Signatures signatures;
    private final Instrumentation instrumentation;
    private final int alignment = Jvm.alignment();
    private final ShallowSizes sizes;
    private final Predicate<Class<?>> wanted;
    private final @Nullable Layout[] numbered = new Layout[1 << (Integer.SIZE - Signatures.NODE_BITS)];
    private int numbers = 1;
    private @Nullable Class<?> lastType;
    private @Nullable Layout lastLayout;

    Layouts(Signatures signatures, Instrumentation instrumentation, Predicate<Class<?>> wanted) {
        this.signatures = signatures;
        this.instrumentation = instrumentation;
        this.sizes = new ShallowSizes(instrumentation, Jvm.layouter());
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
            number(layout, type);
        }
        lastType = type;
        lastLayout = layout;
        return layout;
    }

    /** Only classes that stay are numbered, so that no number is left over. */
    private void number(Layout layout, Class<?> type) {
        if (numbers < numbered.length && isPermanent(type)) {
            layout.number = numbers;
            numbered[numbers++] = layout;
        }
    }

    /** Returns the layout of an object, by its number if it has one. */
    Layout numbered(int number, Object object) {
        Layout layout = numbered[number];
        return layout == null ? of(object) : layout;
    }

    long sizeOf(Object object, Layout layout) {
        if (layout.isClass) {
            return instrumentation.getObjectSize(object);
        }
        if (layout.elementSize == 0) {
            return layout.size;
        }
        long size = layout.size + (long) Array.getLength(object) * layout.elementSize;
        return (size + alignment - 1) & -alignment;
    }

    /** Returns offsets and steps of the static reference fields of a class; none while it is not initialised. */
    Layout.Fields statics(Class<?> type) {
        Layout.Fields fields = knownStatics.get(type);
        if (fields == null) {
            if (type.isArray() || type.isPrimitive() || !Memory.isInitialised(type)) {
                return Layout.Fields.NONE;
            }
            fields = fields(List.of(FieldTable.of(type).statics));
            knownStatics.put(type, fields);
        }
        return fields;
    }

    /** Lets go of classes that may be unloaded. */
    void forgetDynamic() {
        known.keySet().removeIf(type -> !isPermanent(type));
        knownStatics.keySet().removeIf(type -> !isPermanent(type));
        lastType = null;
        lastLayout = null;
    }

    private Layout create(Object object, Class<?> type) {
        int name = signatures.type(Labels.stable(type.getName()));
        if (type.isArray()) {
            if (Reference.class.isAssignableFrom(type.getComponentType())) {
                signatures.markWeakTable(name);
            }
            return Layout.ofArray(name, type, !isPermanent(type));
        }
        List<FieldTable.Slot> slots = new ArrayList<>();
        for (Class<?> current = type; current != null; current = current.getSuperclass()) {
            slots.addAll(List.of(FieldTable.of(current).instance));
        }
        long size = type == Class.class ? 0 : sizes.of(object);
        return Layout.ofInstance(
                name, fields(slots), size, wanted.test(type), Layout.Special.of(type), !isPermanent(type));
    }

    /** Tells whether a class stays for the life of the JVM, which makes its static fields roots. */
    static boolean isPermanent(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return !type.isHidden()
                && (loader == null
                        || loader == ClassLoader.getSystemClassLoader()
                        || loader == ClassLoader.getPlatformClassLoader());
    }

    private Layout.Fields fields(List<FieldTable.Slot> slots) {
        return new Layout.Fields(
                slots.stream().mapToLong(FieldTable.Slot::offset).toArray(),
                slots.stream().mapToInt(signatures::stepOver).toArray());
    }
}
