package io.wringer.extension.chaos.link;

import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Consumer;

/** Connections that want to be woken, in the order of their times. Used by the thread of the link only. */
final class Timers {

    private record Timer(long at, Connection connection) {}

    private final Queue<Timer> queue = new PriorityQueue<>((a, b) -> Long.compare(a.at(), b.at()));
    private final Map<Connection, Long> next = new HashMap<>();

    /** Makes sure that a connection is woken at a time, or before. */
    void set(Connection connection, long at) {
        if (at != StreamFaults.NEVER && next.getOrDefault(connection, StreamFaults.NEVER) > at) {
            next.put(connection, at);
            queue.add(new Timer(at, connection));
        }
    }

    /** Returns the time of the first timer, or {@link StreamFaults#NEVER}. */
    long first() {
        Timer first = queue.peek();
        return first == null ? StreamFaults.NEVER : first.at();
    }

    /** Wakes the connections whose time has come. */
    void fire(long now, Consumer<Connection> wake) {
        while (first() <= now) {
            Connection connection = queue.remove().connection();
            next.remove(connection);
            wake.accept(connection);
        }
    }
}
