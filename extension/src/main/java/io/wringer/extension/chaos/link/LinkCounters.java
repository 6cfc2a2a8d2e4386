package io.wringer.extension.chaos.link;

import java.util.List;
import java.util.Map;

/**
 * What happened on a link so far; an immutable snapshot.
 *
 * @param connections accepted so far
 * @param open connections that are open
 * @param bytesToServer passed on to the server
 * @param bytesToClient passed on to the client
 * @param heldToServer bytes that wait for going to the server
 * @param heldToClient bytes that wait for going to the client
 * @param faults how often each fault struck; those that never did are missing
 * @param limits sentences on what this system doesn't allow to do faithfully, and what happened instead
 */
public record LinkCounters(
        long connections,
        long open,
        long bytesToServer,
        long bytesToClient,
        long heldToServer,
        long heldToClient,
        Map<LinkFault, Long> faults,
        List<String> limits) {

    public LinkCounters {
        faults = Map.copyOf(faults);
        limits = List.copyOf(limits);
    }

    /** Returns how often a fault struck. */
    public long fired(LinkFault fault) {
        return faults.getOrDefault(fault, 0L);
    }

    /** Returns the bytes passed on in both directions. */
    public long bytes() {
        return bytesToServer + bytesToClient;
    }
}
