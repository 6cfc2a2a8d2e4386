package io.wringer.extension.chaos.link;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what happens on a link; written by the thread of the link, read by any. */
final class Tally {

    /** Of one direction. */
    static final class Stream {
        final AtomicLong bytes = new AtomicLong();
        final AtomicLong held = new AtomicLong();
    }

    final AtomicLong connections = new AtomicLong();
    final AtomicLong open = new AtomicLong();
    final Stream toServer = new Stream();
    final Stream toClient = new Stream();

    private final Map<LinkFault, Long> faults = new ConcurrentHashMap<>();
    private final Set<String> limits = new LinkedHashSet<>();

    void count(LinkFault fault, int times) {
        if (times > 0) {
            faults.merge(fault, (long) times, Long::sum);
        }
    }

    void limit(String sentence) {
        synchronized (limits) {
            limits.add(sentence);
        }
    }

    LinkCounters snapshot() {
        return new LinkCounters(
                connections.get(),
                open.get(),
                toServer.bytes.get(),
                toClient.bytes.get(),
                toServer.held.get(),
                toClient.held.get(),
                faults,
                limits());
    }

    private List<String> limits() {
        synchronized (limits) {
            return List.copyOf(limits);
        }
    }
}
