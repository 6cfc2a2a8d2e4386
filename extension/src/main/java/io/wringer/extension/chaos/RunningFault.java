package io.wringer.extension.chaos;

/** A fault while its test runs; thread-safe. */
interface RunningFault {

    /** Returns when it is at work. */
    Window window();

    /** Returns how many calls, or pieces of data, it could have struck. */
    long calls();

    /** Returns how many times it fired. */
    long fired();

    /** Begins the window. */
    void start();

    /** Gives back what it holds; may be called again. */
    void end();

    /** Returns what happened so far. */
    ChaosObservations.OfFault observe();
}
