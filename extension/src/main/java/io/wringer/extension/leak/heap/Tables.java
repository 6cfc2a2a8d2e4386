package io.wringer.extension.leak.heap;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What hangs in an array of a static final field: nobody can enlarge such an array, so that what it takes up has an end
 * however often the body runs, as the entries of a hashed cache have.
 */
final class Tables {

    /** Whoever has room for more will fill it for too long to be told from a leak. */
    private static final int MOST_PLACES = 4_096;

    /** By how much the number of objects below each entry may differ between two walks. */
    private static final double EVENLY = 1.1;

    private final Signatures signatures;
    private final int from;
    private final int to;

    Tables(Signatures signatures, int from, int to) {
        this.signatures = signatures;
        this.from = from;
        this.to = to;
    }

    /** Tells whether an array of a type takes up one thing in each place, and not chains or collections, which grow. */
    static boolean isTable(Class<?> type) {
        return type.isArray() && (isTable(type.getComponentType()) || isEntry(type.getComponentType()));
    }

    private static boolean isEntry(Class<?> type) {
        return type != Object.class
                && !type.isInterface()
                && !type.isPrimitive()
                && !type.isArray()
                && Stream.<Class<?>>iterate(type, Objects::nonNull, Class::getSuperclass)
                        .flatMap(declaring -> Arrays.stream(Memory.declaredFields(declaring)))
                        .filter(field -> !Modifier.isStatic(field.getModifiers()))
                        .map(Field::getType)
                        .noneMatch(field -> isNext(field, type) || isManifold(field));
    }

    private static boolean isNext(Class<?> field, Class<?> type) {
        return field != Object.class && field.isAssignableFrom(type);
    }

    private static boolean isManifold(Class<?> type) {
        return Iterable.class.isAssignableFrom(type)
                || Map.class.isAssignableFrom(type)
                || (type.isArray() && !type.getComponentType().isPrimitive());
    }

    /** Tells whether a node is an entry of such an array, or comes with each entry in the same number. */
    boolean bound(int node) {
        int counted = isInsideString(node) ? signatures.parent(node) : node;
        int entry = entryAbove(counted);
        return entry != Signatures.ROOT
                && isSmallAndTheSame(signatures.parent(entry))
                && !signatures.isChained(entry)
                && (entry == counted || comesEvenly(counted, entry));
    }

    /** A string has its characters for itself, but a string that was first reached elsewhere is not looked into here. */
    private boolean isInsideString(int node) {
        return signatures.parent(node) != Signatures.ROOT
                && signatures.typeOf(signatures.parent(node)).equals(String.class.getName());
    }

    private int entryAbove(int node) {
        int entry = node;
        while (entry != Signatures.ROOT && !signatures.isTable(signatures.parent(entry))) {
            entry = signatures.parent(entry);
        }
        return entry;
    }

    private boolean isSmallAndTheSame(int array) {
        long arrays = signatures.objects(to, array);
        return arrays > 0
                && arrays == signatures.objects(from, array)
                && signatures.bytes(to, array) == signatures.bytes(from, array)
                && signatures.bytes(to, array) / arrays <= (long) MOST_PLACES * Memory.arrayScale(Object[].class);
    }

    /** A list in each place goes on growing when all places are taken. */
    private boolean comesEvenly(int node, int entry) {
        double before = (double) signatures.references(from, node) * signatures.references(to, entry);
        double now = (double) signatures.references(to, node) * signatures.references(from, entry);
        return now <= EVENLY * before;
    }
}
