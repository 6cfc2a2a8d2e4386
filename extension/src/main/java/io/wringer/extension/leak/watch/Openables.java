package io.wringer.extension.leak.watch;

import java.lang.ref.Reference;
import java.util.Map;

/** A list of the JDK that tells what is open and would be closed by a collection. */
interface Openables {

    /** Returns the references by which the JDK learns that something is garbage, with what each belongs to. */
    Map<Reference<?>, String> open();

    /** Tells of one that is no longer open whether a collection was first, and not the code that opened it. */
    boolean wasCollected(Reference<?> known);

    /** Waits until the JVM has handed on what its last collection found to be garbage. */
    default void settle() {}
}
