package io.wringer.extension.chaos.weave;

/** Stands for one test among the threads that work for it; expires with the test. Thread-safe. */
public final class Token {

    /** Carried by Wringer's own threads: they are never struck. */
    static final Token IMMUNE = new Token();

    private volatile boolean expired;

    /** Tells whether the test is over. */
    public boolean isExpired() {
        return expired;
    }

    void expire() {
        expired = true;
    }
}
