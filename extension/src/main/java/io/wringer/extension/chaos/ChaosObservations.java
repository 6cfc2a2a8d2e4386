package io.wringer.extension.chaos;

import io.wringer.extension.run.Observations;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the faults of one test did; immutable.
 *
 * @param seed the seed of the run
 * @param faults in the order of the annotations
 * @param links the links of the test
 */
record ChaosObservations(long seed, List<OfFault> faults, List<OfLink> links) implements Observations {

    ChaosObservations {
        faults = List.copyOf(faults);
        links = List.copyOf(links);
    }

    /**
     * What one fault did.
     *
     * @param fault the fault for people
     * @param calls calls, or pieces of data, that it could have struck
     * @param fired how many it struck
     * @param outside calls outside of its window
     * @param unattributed calls by threads that work for no known test, while this test was alone
     * @param spared calls by threads that work for no known test, while others were open
     * @param overlongStalls stalls that ended because the longest time was up
     * @param places the matching methods, or the peers
     * @param unreachable implementations that can't be woven
     * @param called the places that were called, some of them
     * @param threads names of unattributed threads, some of them
     * @param firings the first firings
     * @param problems why it could not strike
     * @param limits what this system does not allow to do faithfully
     */
    record OfFault(
            String fault,
            long calls,
            long fired,
            long outside,
            long unattributed,
            long spared,
            long overlongStalls,
            List<String> places,
            List<String> unreachable,
            List<String> called,
            List<String> threads,
            List<String> firings,
            List<String> problems,
            List<String> limits) {

        Map<String, Object> facts() {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("fault", fault);
            facts.put("calls", calls);
            facts.put("fired", fired);
            facts.put("callsOutsideWindow", outside);
            facts.put("unattributedCalls", unattributed);
            facts.put("sparedUnattributedCalls", spared);
            facts.put("places", places);
            facts.put("firings", firings);
            return facts;
        }
    }

    /**
     * What one link did.
     *
     * @param name its name
     * @param to where it leads
     * @param connections how many connections it accepted
     * @param bytes how many bytes it passed on
     * @param faults how often each kind of fault struck, by hand or by an annotation that means the link
     * @param limits what this system does not allow to do faithfully
     */
    record OfLink(String name, String to, long connections, long bytes, Map<String, Long> faults, List<String> limits) {

        OfLink {
            faults = Collections.unmodifiableSortedMap(new TreeMap<>(faults));
            limits = List.copyOf(limits);
        }

        String summary() {
            String struck = faults.entrySet().stream()
                    .map(fault -> fault.getKey() + " fired " + Text.times(fault.getValue()))
                    .collect(Collectors.joining(", "));
            return Text.count(connections, "connection") + " over link " + name
                    + (struck.isEmpty() ? "" : ": " + struck);
        }

        Map<String, Object> facts() {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("link", name);
            facts.put("to", to);
            facts.put("connections", connections);
            facts.put("bytes", bytes);
            facts.put("faults", faults);
            return facts;
        }
    }

    @Override
    public String summary() {
        return Stream.concat(
                        faults.stream().map(fault -> fault.fault() + " fired " + Text.times(fault.fired())),
                        links.stream().map(OfLink::summary))
                .collect(Collectors.joining(", "));
    }

    @Override
    public Map<String, ?> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("seed", seed);
        facts.put("faults", faults.stream().map(OfFault::facts).toList());
        facts.put("links", links.stream().map(OfLink::facts).toList());
        return facts;
    }
}
