package io.wringer.extension.chaos;

import io.wringer.extension.verdict.Finding;
import java.util.ArrayList;
import java.util.List;

/** Says what did not hold; pure. */
final class ChaosJudge {

    private static final String LENS = "chaos";
    private static final int MOST_SHOWN = 3;

    private ChaosJudge() {}

    /**
     * Judges.
     *
     * @param nearest for each fault: what its place may have meant, if it matches nothing
     */
    static List<Finding> judge(List<ChaosSpec> specs, ChaosObservations observations, List<List<String>> nearest) {
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            judge(specs.get(i), observations.faults().get(i), nearest.get(i), observations.seed(), findings);
        }
        return findings;
    }

    private static void judge(
            ChaosSpec spec, ChaosObservations.OfFault seen, List<String> nearest, long seed, List<Finding> findings) {
        if (seen.fired() < spec.minFired()) {
            findings.add(tooFew(spec, seen, nearest, seed));
        }
        if (seen.fired() >= spec.minFired() && !seen.unreachable().isEmpty()) {
            findings.add(Finding.note(
                    LENS,
                    "unreachable " + seen.fault(),
                    "Not all that " + seen.fault() + " means could be struck. " + unreachable(seen)));
        }
        if (seen.overlongStalls() > 0) {
            findings.add(overlong(spec, seen));
        }
        seen.limits().forEach(limit -> findings.add(Finding.note(LENS, "limit " + seen.fault() + limit, limit)));
        if (!seen.problems().isEmpty()) {
            findings.add(impossible(seen));
        }
        if (seen.unattributed() + seen.spared() > 0 && !(spec.where() instanceof Where.Preset)) {
            findings.add(unattributed(spec, seen));
        }
    }

    private static Finding tooFew(ChaosSpec spec, ChaosObservations.OfFault seen, List<String> nearest, long seed) {
        String headline = seen.fired() == 0
                ? "The fault " + seen.fault() + " never fired: " + reason(spec, seen)
                : "The fault " + seen.fault() + " fired " + Text.times(seen.fired()) + ", and minFired is "
                        + spec.minFired() + ": " + reason(spec, seen);
        Finding finding = Finding.failure(LENS, "minFired " + seen.fault(), headline);
        if (seen.places().isEmpty() && !nearest.isEmpty()) {
            finding = finding.with("Nearest methods:" + Text.lines(nearest));
        }
        if (!seen.unreachable().isEmpty()) {
            finding = finding.with(unreachable(seen));
        }
        if (seen.fired() == 0 && seen.spared() > 0) {
            finding = finding.with(spared(spec, seen));
        }
        return spec.when().isRandom() ? finding.with("Reproduce with -Dwringer.seed=" + seed) : finding;
    }

    private static String unreachable(ChaosObservations.OfFault seen) {
        return "The JVM lets nobody change lambdas and other hidden classes: "
                + Text.some(seen.unreachable(), MOST_SHOWN) + ". Name a method that calls them instead.";
    }

    private static String reason(ChaosSpec spec, ChaosObservations.OfFault seen) {
        if (spec.isNetworkFault()) {
            return networkReason(spec, seen);
        }
        if (seen.places().isEmpty()) {
            return "no method of a loaded class matches.";
        }
        if (seen.calls() == 0 && seen.outside() > 0) {
            return Text.count(seen.outside(), "call") + " came, all outside of the window ("
                    + spec.when().describe() + ").";
        }
        if (seen.calls() == 0) {
            return "none of the matching methods was called by the test: " + Text.some(seen.places(), MOST_SHOWN) + ".";
        }
        return Text.count(seen.calls(), "call") + " came to " + Text.some(seen.called(), MOST_SHOWN) + limit(spec);
    }

    private static String networkReason(ChaosSpec spec, ChaosObservations.OfFault seen) {
        if (seen.calls() == 0 && seen.places().isEmpty()) {
            return "no thread of the test opened a TCP connection that is meant. UDP, Unix domain sockets, native"
                    + " transports and connections that were open before the test bypass it; for another process or a"
                    + " native transport use @Link FaultyLink.";
        }
        if (seen.places().isEmpty()) {
            return Text.count(seen.calls(), "connection") + " came" + limit(spec);
        }
        return Text.count(seen.calls(), "connection") + " came, to " + Text.some(seen.places(), MOST_SHOWN)
                + ", and the fault met no data or connect on them" + limit(spec);
    }

    private static String limit(ChaosSpec spec) {
        String limits = spec.when().describe();
        return limits.isEmpty() ? "." : ", and " + limits + ".";
    }

    private static String what(ChaosSpec spec) {
        return spec.isNetworkFault() ? "connection" : "call";
    }

    private static String spared(ChaosSpec spec, ChaosObservations.OfFault seen) {
        return Text.count(seen.spared(), what(spec)) + " came from threads that belong to no known test ("
                + Text.some(seen.threads(), MOST_SHOWN)
                + "); they are struck only while no other test can run. Start them in the test, or use threads = ALL.";
    }

    private static Finding overlong(ChaosSpec spec, ChaosObservations.OfFault seen) {
        String longest = Text.duration(spec.what().delay().orElse(What.LONGEST_STALL));
        return Finding.failure(
                        LENS,
                        "stall " + seen.fault(),
                        "Nothing gave up on " + seen.fault() + ": " + Text.count(seen.overlongStalls(), "call")
                                + " waited for " + longest + ", the longest time that a stall holds a call.")
                .with("Give the code under test a time-out, or the fault a window: lasting = \"3s\".");
    }

    private static Finding impossible(ChaosObservations.OfFault seen) {
        return Finding.failure(
                LENS,
                "impossible " + seen.fault(),
                "The fault " + seen.fault() + " could not strike: "
                        + seen.problems().get(0));
    }

    /** Says what the system does not allow to do faithfully on links. */
    static List<Finding> limits(List<ChaosObservations.OfLink> links) {
        List<Finding> findings = new ArrayList<>();
        for (ChaosObservations.OfLink link : links) {
            link.limits().forEach(limit -> findings.add(Finding.note(LENS, "limit " + link.name() + limit, limit)));
        }
        return findings;
    }

    /** Says which threads faults can't follow on this JVM. */
    static List<Finding> unattributable(List<String> kinds) {
        return kinds.stream()
                .map(kind -> Finding.note(
                        LENS, "unattributable " + kind, "On this JVM, faults can't follow work into " + kind + "."))
                .toList();
    }

    /** Says what JUnit ran inside a test whose faults strike every thread. */
    static List<Finding> intruders(List<String> uniqueIds) {
        return uniqueIds.stream()
                .map(id -> Finding.note(
                        LENS,
                        "intruder " + id,
                        "JUnit began " + id
                                + " inside this test, on its thread, while the body waited for a task of JUnit's"
                                + " pool: threads = ALL may have struck it. Add @Isolated to the test class."))
                .toList();
    }

    private static Finding unattributed(ChaosSpec spec, ChaosObservations.OfFault seen) {
        long all = seen.unattributed() + seen.spared();
        return Finding.note(
                LENS,
                "unattributed " + seen.fault(),
                Text.count(all, what(spec)) + " at the place of " + seen.fault()
                        + " came from threads that belong to no known test (" + Text.some(seen.threads(), MOST_SHOWN)
                        + "): " + seen.unattributed() + " could be struck, " + seen.spared() + " were spared.");
    }
}
