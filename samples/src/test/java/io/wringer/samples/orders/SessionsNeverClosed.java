package io.wringer.samples.orders;

import io.wringer.leak.LeakFree;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Fixture that must fail: sessions that stay in a registry. Run by {@link CaughtTests}. */
class SessionsNeverClosed {

    // tag::bug[]
    /** What a client holds on to. */
    record Session(String user) {}

    /** Knows all sessions. */
    static final class Registry {
        static final Registry INSTANCE = new Registry();

        private final Map<Integer, Session> sessions = new ConcurrentHashMap<>();

        void open(String user) {
            sessions.put(sessions.size(), new Session(user)); // and nobody takes it out
        }
    }

    @LeakFree
    @Test
    void visit() {
        Registry.INSTANCE.open("nobody");
    }
    // end::bug[]
}
