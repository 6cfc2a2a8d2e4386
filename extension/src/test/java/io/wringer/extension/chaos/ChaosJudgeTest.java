package io.wringer.extension.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import io.wringer.extension.chaos.weave.Gate;
import io.wringer.extension.verdict.Finding;
import io.wringer.extension.verdict.Severity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChaosJudgeTest {

    private static final String METHOD = "com.acme.Store.insert(Order)";

    static class Fixtures {
        @ChaosFault(fault = Fault.EXCEPTION, at = "com.acme.*Store.insert(..)")
        void always() {}

        @ChaosFault(fault = Fault.EXCEPTION, at = "com.acme.*Store.insert(..)", probability = 0.01, minFired = 3)
        void atRandom() {}

        @ChaosFault(fault = Fault.EXCEPTION, at = "com.acme.*Store.insert(..)", from = "2s", lasting = "3s")
        void window() {}

        @ChaosFault(fault = Fault.STALL, at = "com.acme.*Store.insert(..)", delay = "5s")
        void stall() {}

        @ChaosFault(fault = Fault.RESET, endpoint = "db:5432", nth = 3)
        void network() {}
    }

    /** Facts of one fault, to be filled in. */
    private static final class Seen {
        long calls;
        long fired;
        long outside;
        long unattributed;
        long spared;
        long overlongStalls;
        List<String> places = List.of(METHOD);
        List<String> unreachable = List.of();
        List<String> threads = List.of();
        List<String> problems = List.of();
        List<String> limits = List.of();

        List<Finding> judgedBy(String fault, String... nearest) {
            ChaosObservations.OfFault seen = new ChaosObservations.OfFault(
                    "FAULT",
                    calls,
                    fired,
                    outside,
                    unattributed,
                    spared,
                    overlongStalls,
                    places,
                    unreachable,
                    calls > 0 ? places : List.of(),
                    threads,
                    List.of(),
                    problems,
                    limits);
            return ChaosJudge.judge(
                    Faults.of(Fixtures.class, fault).specs(),
                    new ChaosObservations(7, List.of(seen), List.of()),
                    List.of(List.of(nearest)));
        }

        Finding judged(String fault, String... nearest) {
            List<Finding> findings = judgedBy(fault, nearest);
            assertThat(findings).hasSize(1);
            return findings.get(0);
        }
    }

    @Test
    void aFaultThatFiredIsNoFinding() {
        Seen seen = new Seen();
        seen.calls = 4;
        seen.fired = 1;
        assertThat(seen.judgedBy("always")).isEmpty();
    }

    @Test
    void whatMatchesNothingIsSaidWithTheNearestMethods() {
        Seen seen = new Seen();
        seen.places = List.of();
        Finding finding = seen.judged("always", "com.acme.Shop.insert(Order)");
        assertThat(finding.severity()).isEqualTo(Severity.FAILURE);
        assertThat(finding.headline()).isEqualTo("The fault FAULT never fired: no method of a loaded class matches.");
        assertThat(finding.evidence())
                .containsExactly("Nearest methods:" + System.lineSeparator() + "    com.acme.Shop.insert(Order)");
    }

    @Test
    void whatNobodyCalledIsSaid() {
        assertThat(new Seen().judged("always").headline())
                .isEqualTo("The fault FAULT never fired: none of the matching methods was called by the test: " + METHOD
                        + ".");
    }

    @Test
    void callsOutsideOfTheWindowAreSaid() {
        Seen seen = new Seen();
        seen.outside = 2;
        assertThat(seen.judged("window").headline())
                .isEqualTo(
                        "The fault FAULT never fired: 2 calls came, all outside of the window (from = 2 s, lasting = 3"
                                + " s).");
    }

    @Test
    void whatTheScheduleLeftOutIsSaidWithTheSeed() {
        Seen seen = new Seen();
        seen.calls = 40;
        seen.fired = 2;
        Finding finding = seen.judged("atRandom");
        assertThat(finding.headline())
                .isEqualTo("The fault FAULT fired twice, and minFired is 3: 40 calls came to " + METHOD
                        + ", and probability = 0.01.");
        assertThat(finding.evidence()).containsExactly("Reproduce with -Dwringer.seed=7");
    }

    @Test
    void connectionsThatTheScheduleLeftOutAreSaid() {
        Seen seen = new Seen();
        seen.calls = 2;
        seen.places = List.of();
        assertThat(seen.judged("network").headline())
                .isEqualTo("The fault FAULT never fired: 2 connections came, and nth = 3.");
    }

    @Test
    void lambdasThatNobodyCanChangeAreSaid() {
        Seen seen = new Seen();
        seen.unreachable = List.of("com.acme.Shop$$Lambda/1");
        assertThat(seen.judged("always").evidence())
                .containsExactly("The JVM lets nobody change lambdas and other hidden classes: com.acme.Shop$$Lambda/1."
                        + " Name a method that calls them instead.");
    }

    @Test
    void lambdasThatWereNotStruckBesideOthersAreNoted() {
        Seen seen = new Seen();
        seen.calls = 1;
        seen.fired = 1;
        seen.unreachable = List.of("com.acme.Shop$$Lambda/1");
        Finding finding = seen.judged("always");
        assertThat(finding.severity()).isEqualTo(Severity.NOTE);
        assertThat(finding.headline())
                .isEqualTo(
                        "Not all that FAULT means could be struck. The JVM lets nobody change lambdas and other hidden"
                                + " classes: com.acme.Shop$$Lambda/1. Name a method that calls them instead.");
    }

    @Test
    void threadsOfNoTestAreSaidAndWhetherTheyWereStruck() {
        Seen seen = new Seen();
        seen.spared = 3;
        seen.threads = List.of("pool-1");
        List<Finding> findings = seen.judgedBy("always");
        assertThat(findings).hasSize(2);
        assertThat(findings.get(0).evidence())
                .containsExactly("3 calls came from threads that belong to no known test (pool-1); they are struck only"
                        + " while no other test can run. Start them in the test, or use threads = ALL.");
        assertThat(findings.get(1).severity()).isEqualTo(Severity.NOTE);
        assertThat(findings.get(1).headline())
                .isEqualTo(
                        "3 calls at the place of FAULT came from threads that belong to no known test (pool-1): 0 could"
                                + " be struck, 3 were spared.");
    }

    @Test
    void stallsThatNothingGaveUpOnAreSaid() {
        Seen seen = new Seen();
        seen.calls = 1;
        seen.fired = 1;
        seen.overlongStalls = 1;
        Finding finding = seen.judged("stall");
        assertThat(finding.headline())
                .isEqualTo(
                        "Nothing gave up on FAULT: 1 call waited for 5 s, the longest time that a stall holds a call.");
        assertThat(finding.evidence())
                .containsExactly("Give the code under test a time-out, or the fault a window: lasting = \"3s\".");
    }

    @Test
    void faultsThatCouldNotStrikeAndLimitsOfTheSystemAreSaid() {
        Seen seen = new Seen();
        seen.calls = 1;
        seen.fired = 1;
        seen.problems = List.of("java.io.IOException is checked.");
        seen.limits = List.of("A limit.");
        assertThat(seen.judgedBy("always"))
                .extracting(Finding::severity, Finding::headline)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Severity.NOTE, "A limit."),
                        org.assertj.core.groups.Tuple.tuple(
                                Severity.FAILURE, "The fault FAULT could not strike: java.io.IOException is checked."));
        assertThat(ChaosJudge.limits(
                        List.of(new ChaosObservations.OfLink("db", "db:1", 1, 1, Map.of(), List.of("Another limit.")))))
                .extracting(Finding::headline)
                .containsExactly("Another limit.");
    }

    @Test
    void thisJvmLetsFaultsFollowAllKindsOfThreads() throws Exception {
        assertThat(Gate.get().unattributable()).isEmpty();
    }

    @Test
    void kindsOfThreadsThatFaultsCannotFollowAreSaid() {
        List<Finding> findings = ChaosJudge.unattributable(List.of("thread pools"));
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.NOTE);
            assertThat(finding.headline()).isEqualTo("On this JVM, faults can't follow work into thread pools.");
        });
    }
}
