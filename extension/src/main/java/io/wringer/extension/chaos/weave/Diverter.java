package io.wringer.extension.chaos.weave;

import java.net.InetSocketAddress;

/** Leads connections of one open test elsewhere; thread-safe. */
public interface Diverter {

    /** For whom a thread works. */
    enum Relation {
        /** For the test itself. */
        OWN,
        /** For no known test, while no other test is open. */
        UNKNOWN,
        /** For no known test, while others are open. */
        ANYBODY,
        /** For another test. */
        FOREIGN
    }

    /** Returns the test. */
    Token token();

    /** Returns where a connection is to be made, perhaps where it was going to. */
    InetSocketAddress divert(InetSocketAddress target, Relation relation);
}
