package io.wringer.extension.leak.pairs;

/** A body that leaks and one that does the same without a leak; the instance is what the test instance would be. */
interface Pair extends AutoCloseable {

    /** Leaks once. */
    void broken() throws Exception;

    /** Does the same and leaks nothing. */
    void clean() throws Exception;

    /** Gives everything back that the bodies left behind. */
    @Override
    default void close() throws Exception {}
}
