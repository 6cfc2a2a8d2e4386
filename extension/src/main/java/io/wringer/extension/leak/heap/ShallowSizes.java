package io.wringer.extension.leak.heap;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.openjdk.jol.info.ClassData;
import org.openjdk.jol.info.FieldData;
import org.openjdk.jol.layouters.Layouter;

/**
 * What one instance of a class takes, without what it refers to: as JOL lays out classes of applications for the flags
 * of this JVM. The JVM pads some of the JDK's classes and adds fields to others, so it is asked for those itself, and for
 * classes that extend them.
 */
final class ShallowSizes {

    /** Of the JDK's own, these parents have nothing hidden. */
    private static final Set<Class<?>> PLAIN = Set.of(Object.class, Record.class, Enum.class);

    /** The answer never changes; classes that may be unloaded are not kept. */
    private static final Map<Class<?>, Long> KNOWN = new ConcurrentHashMap<>();

    private final Instrumentation instrumentation;
    private final @Nullable Layouter layouter;

    ShallowSizes(Instrumentation instrumentation, @Nullable Layouter layouter) {
        this.instrumentation = instrumentation;
        this.layouter = layouter;
    }

    /** Returns the size of an object that is no array and no class. */
    long of(Object object) {
        Class<?> type = object.getClass();
        Layouter simulation = layouter;
        return simulation == null || !isLaidOut(type)
                ? instrumentation.getObjectSize(object)
                : KNOWN.computeIfAbsent(type, added -> laidOut(added, simulation));
    }

    static boolean isLaidOut(Class<?> type) {
        Class<?> current = type;
        while (Layouts.isPermanent(current) && current.getClassLoader() != null) {
            current = current.getSuperclass();
        }
        return current != type && PLAIN.contains(current);
    }

    static long laidOut(Class<?> type, Layouter layouter) {
        return layouter.layout(dataOf(type)).instanceSize();
    }

    /** JOL's own reading of a class leaves out fields that reflection hides, and prints when it is refused an annotation. */
    private static ClassData dataOf(Class<?> type) {
        ClassData data = new ClassData(type.getName());
        Class<?> parent = type.getSuperclass();
        if (parent != null) {
            data.addSuperClassData(dataOf(parent));
        }
        for (Class<?> current = type; current != null; current = current.getSuperclass()) {
            addFields(data, current);
            data.addSuperClass(current.getName());
        }
        return data;
    }

    private static void addFields(ClassData data, Class<?> type) {
        for (Field field : Memory.declaredFields(type)) {
            if (!Modifier.isStatic(field.getModifiers())) {
                data.addField(FieldData.create(
                        type.getName(), field.getName(), field.getType().getName()));
            }
        }
    }
}
