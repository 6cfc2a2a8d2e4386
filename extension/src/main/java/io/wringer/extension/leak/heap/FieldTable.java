package io.wringer.extension.leak.heap;

import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where the reference fields of a class itself lie, static and not.
 *
 * <p>Asking the JVM for it is the dear part of a walk of a small heap, and the answer never changes; so it is kept for
 * classes that stay for the life of the JVM.
 */
final class FieldTable {

    /** What a reference object does not keep alive, and the collector's own chain. */
    private static final Set<String> NOT_FOLLOWED = Set.of("referent", "discovered");

    private static final Map<Class<?>, FieldTable> PERMANENT = new ConcurrentHashMap<>();

    final Slot[] instance;
    final Slot[] statics;

    private FieldTable(Class<?> type) {
        Field[] all = Memory.declaredFields(type);
        this.instance = slots(type, all, false);
        this.statics = slots(type, all, true);
    }

    /** Returns the table of a class that is initialised. */
    static FieldTable of(Class<?> type) {
        FieldTable known = PERMANENT.get(type);
        if (known != null) {
            return known;
        }
        FieldTable table = new FieldTable(type);
        if (Layouts.isPermanent(type)) {
            PERMANENT.put(type, table);
        }
        return table;
    }

    private static Slot[] slots(Class<?> owner, Field[] fields, boolean statics) {
        return Arrays.stream(fields)
                .filter(field ->
                        isStatic(field) == statics && !field.getType().isPrimitive() && isFollowed(owner, field))
                .map(field -> slot(owner, field, fields))
                .toArray(Slot[]::new);
    }

    private static Slot slot(Class<?> owner, Field field, Field[] siblings) {
        if (isStatic(field)) {
            return new Slot(
                    Memory.staticOffsetOf(field),
                    new Step(Step.Kind.STATIC, owner.getName(), field.getName()),
                    Modifier.isFinal(field.getModifiers()) && Tables.isTable(field.getType()));
        }
        String name = otherEnd(owner, field, siblings).getName();
        return new Slot(Memory.offsetOf(field), new Step(Step.Kind.FIELD, owner.getName(), name), false);
    }

    /** Both ends of a chain are one step: whether an element is reached from the head or the tail is chance. */
    private static Field otherEnd(Class<?> owner, Field field, Field[] siblings) {
        for (Field sibling : siblings) {
            if (sibling.getType() == field.getType() && !isStatic(sibling)) {
                return !sibling.getName().equals(field.getName()) && isChained(owner, field.getType())
                        ? sibling
                        : field;
            }
        }
        return field;
    }

    private static boolean isChained(Class<?> owner, Class<?> type) {
        return type != owner
                && !type.isInterface()
                && !type.isArray()
                && Arrays.stream(Memory.declaredFields(type))
                        .anyMatch(field -> field.getType() == type && !isStatic(field));
    }

    private static boolean isStatic(Field field) {
        return Modifier.isStatic(field.getModifiers());
    }

    private static boolean isFollowed(Class<?> type, Field field) {
        return !(type == Reference.class && NOT_FOLLOWED.contains(field.getName())) && !isListOfThreads(type, field);
    }

    /** Up to JDK 18 a group lists its threads, which are roots of their own. */
    private static boolean isListOfThreads(Class<?> type, Field field) {
        return type == ThreadGroup.class && field.getName().equals("threads");
    }

    /**
     * One field.
     *
     * @param offset where its reference lies in the instance or the class object
     * @param step how it is written down
     * @param table whether it is an array in a static final field, which nobody can enlarge
     */
    record Slot(long offset, Step step, boolean table) {}
}
