package io.wringer.extension.leak;

import io.wringer.extension.agent.AgentUnavailableException;
import io.wringer.extension.leak.heap.WalkRefusedException;
import io.wringer.extension.verdict.Finding;
import java.util.List;
import java.util.Map;

/** Objects that a test handed to {@code mustBeCollected} and that are still there. */
final class Survivors {

    private Survivors() {}

    static List<Finding> findings(Probe probe, Instruments instruments) {
        int condemned = probe.condemned();
        if (condemned == 0) {
            return List.of();
        }
        instruments.count(2);
        Map<String, Integer> survivors = probe.survivors();
        return survivors.isEmpty()
                ? List.of()
                : List.of(LeakFindings.survivors(survivors, condemned, paths(probe, survivors, instruments)));
    }

    private static List<String> paths(Probe probe, Map<String, Integer> survivors, Instruments instruments) {
        try {
            return instruments.walkerFor(type -> survivors.containsKey(type.getName())).before().found().stream()
                    .filter(found -> probe.isCondemned(found.object()))
                    .map(found -> found.path().render())
                    .distinct()
                    .toList();
        } catch (AgentUnavailableException | WalkRefusedException e) {
            instruments.note("no holder of surviving objects can be named: " + e.getMessage());
            return List.of();
        }
    }
}
