package io.wringer.extension.leak.heap;

import java.lang.ref.Reference;

/** Where the references of a class's instances lie. */
final class Layout {

    /** Of nothing. */
    static final Layout NONE = ofInstance(-1, Fields.NONE, 0, false, Special.NONE, false);

    /** By which it can be found again, 0 if it has none; fits beside the number of a node. */
    int number;

    /** Id of the class's name. */
    final int type;

    /** Offsets of instance fields that hold references. */
    final long[] offsets;

    /** Ids of the steps over these fields. */
    final int[] steps;

    /** Size of one instance in bytes; of an array, the bytes before its first element. */
    final long size;

    /** Bytes per element of an array, 0 for anything else. */
    final int elementSize;

    /** Whether elements are references. */
    final boolean array;

    /** Whether the walk collects instances. */
    final boolean wanted;

    /** Whether instances are classes, whose static fields are followed as well. */
    final boolean isClass;

    /** Whether instances are soft, weak or phantom references. */
    final boolean reference;

    /** Whether instances are strings, which lead no farther than to their characters. */
    final boolean string;

    /** Whether the class may be unloaded once its instances are gone, so that these lead to it. */
    final boolean dynamic;

    private Layout(
            int type,
            Fields fields,
            long size,
            int elementSize,
            boolean array,
            boolean wanted,
            Special special,
            boolean dynamic) {
        this.type = type;
        this.offsets = fields.offsets;
        this.steps = fields.steps;
        this.size = size;
        this.elementSize = elementSize;
        this.array = array;
        this.wanted = wanted;
        this.isClass = special == Special.CLASS;
        this.reference = special == Special.REFERENCE;
        this.string = special == Special.STRING;
        this.dynamic = dynamic;
    }

    static Layout ofArray(int type, Class<?> array, boolean dynamic) {
        boolean references = !array.getComponentType().isPrimitive();
        int base = Memory.arrayBase(array);
        return new Layout(
                type,
                Fields.NONE,
                base,
                Memory.arrayScale(array),
                references,
                false,
                Special.NONE,
                dynamic && references);
    }

    static Layout ofInstance(int type, Fields fields, long size, boolean wanted, Special special, boolean dynamic) {
        return new Layout(type, fields, size, 0, false, wanted, special, dynamic);
    }

    /** What instances are that are treated in a way of their own. */
    enum Special {
        NONE,
        CLASS,
        REFERENCE,
        STRING;

        static Special of(Class<?> type) {
            if (type == String.class) {
                return STRING;
            }
            return type == Class.class ? CLASS : Reference.class.isAssignableFrom(type) ? REFERENCE : NONE;
        }
    }

    boolean leadsOn() {
        return array || isClass || offsets.length > 0;
    }

    /** Reference fields: where each lies and the id of the step over it. */
    static final class Fields {
        static final Fields NONE = new Fields(new long[0], new int[0]);

        final long[] offsets;
        final int[] steps;

        Fields(long[] offsets, int[] steps) {
            this.offsets = offsets;
            this.steps = steps;
        }
    }
}
