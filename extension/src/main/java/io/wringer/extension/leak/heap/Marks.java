package io.wringer.extension.leak.heap;

/** The objects that a walk has been at. */
interface Marks {

    /**
     * Marks an object that was read from a place.
     *
     * @param object the object
     * @param holder where its reference was read
     * @param offset at which offset of the holder
     * @return whether it was not marked before
     */
    boolean add(Object object, Object holder, long offset);

    /** Returns the bytes that the marks themselves take. */
    long bytes();
}
