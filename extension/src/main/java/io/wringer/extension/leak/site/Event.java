package io.wringer.extension.leak.site;

/** What happened to an object; texts, because the hook in the bootstrap loader knows no classes of ours. */
public final class Event {

    /** A constructor has ended; constructors that call each other report the same object again. */
    public static final String CREATED = "created";

    /** A method has handed something out. */
    public static final String ACQUIRED = "acquired";

    /** A method takes it back. */
    public static final String RELEASED = "released";

    private Event() {}
}
