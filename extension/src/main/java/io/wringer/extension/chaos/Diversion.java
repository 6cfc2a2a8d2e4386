package io.wringer.extension.chaos;

import io.wringer.extension.chaos.weave.Diverter;
import io.wringer.extension.chaos.weave.Token;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.List;

/** Leads the connections of one test through the links of its faults, one behind the other. */
record Diversion(Token token, List<NetworkRun> runs) implements Diverter {

    Diversion {
        runs = runs.stream()
                .sorted(Comparator.comparing(NetworkRun::isOutermost))
                .toList();
    }

    @Override
    public InetSocketAddress divert(InetSocketAddress target, Relation relation) {
        InetSocketAddress next = target;
        for (NetworkRun run : runs) {
            next = run.divert(target, next, relation);
        }
        return next;
    }
}
