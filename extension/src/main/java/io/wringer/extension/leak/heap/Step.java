package io.wringer.extension.leak.heap;

/**
 * One step from an object, or from a root, to the next object.
 *
 * @param kind how it leads on
 * @param owner the declaring class of a field, else empty
 * @param name the field, the thread or the class, else empty
 */
public record Step(Kind kind, String owner, String name) {

    static final Step ELEMENT = new Step(Kind.ELEMENT, "", "");

    /** How a step leads from one object to the next. */
    public enum Kind {
        /** From the root to the test instance or one of its arguments. */
        TEST,
        /** From the root to a class. */
        CLASS,
        /** From the root to a live thread. */
        THREAD,
        /** From a class to what a static field of it refers to. */
        STATIC,
        /** From an object to what a field of it refers to. */
        FIELD,
        /** From an array to an element. */
        ELEMENT,
        /** From an object to its class. */
        TYPE
    }
}
