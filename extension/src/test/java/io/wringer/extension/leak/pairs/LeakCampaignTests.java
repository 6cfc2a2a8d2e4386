package io.wringer.extension.leak.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Many runs with the default settings, each round of them in a JVM of its own; for a look at rare mistakes.
 *
 * <p>Runs with {@code -Dcampaign.runs=1000} only, the number of clean runs in all; {@code -Dcampaign.collectors=G1,Serial}
 * chooses the collectors among which they are shared out, {@code -Dcampaign.first=77} the first round, so that campaigns
 * add up.
 */
@EnabledIfSystemProperty(named = "campaign.runs", matches = "\\d+")
class LeakCampaignTests {

    private static final int RUNS = Integer.getInteger("campaign.runs", 0);
    private static final int FIRST = Integer.getInteger("campaign.first", 0);

    /** Verdicts of one kind. */
    private record Tally(int right, int wrong) {
        Tally plus(Tally other) {
            return new Tally(right + other.right, wrong + other.wrong);
        }

        @Override
        public String toString() {
            return right + " right, " + wrong + " wrong";
        }
    }

    static Stream<String> collectors() {
        return Stream.of(
                System.getProperty("campaign.collectors", "G1,Parallel,Serial").split(","));
    }

    @ParameterizedTest
    @MethodSource("collectors")
    void everyVerdictIsRight(String collector) throws Exception {
        int rounds = Math.max(1, (int) Math.ceil(
                (double) RUNS / collectors().count() / CleanBodies.all().size()));
        List<String> said = new ArrayList<>();
        for (int round : IntStream.range(FIRST, FIRST + rounds).toArray()) {
            said.addAll(play(collector, round));
        }
        report(collector, rounds, said);
        assertThat(said.stream().filter(line -> isVerdict(line, "WRONG"))).isEmpty();
        assertThat(said.stream().filter(line -> isVerdict(line, "right")))
                .hasSize(rounds * (CleanBodies.all().size() + 2));
    }

    private static List<String> play(String collector, int round) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+Use" + collector + "GC",
                        "-XX:+EnableDynamicAgentLoading",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LeakCampaign.class.getName(),
                        String.valueOf(round))
                .redirectErrorStream(true)
                .start();
        try (BufferedReader lines = process.inputReader()) {
            return lines.lines().peek(System.out::println).toList();
        } finally {
            process.waitFor();
        }
    }

    private static boolean isVerdict(String line, String verdict) {
        return line.startsWith(LeakCampaign.MARK) && line.split(" ", 4)[2].equals(verdict);
    }

    private static void report(String collector, int rounds, List<String> said) {
        Map<String, Tally> tallies = new TreeMap<>();
        said.stream()
                .filter(line -> line.startsWith(LeakCampaign.MARK))
                .forEach(line -> tallies.merge(
                        line.split(" ", 4)[1],
                        isVerdict(line, "right") ? new Tally(1, 0) : new Tally(0, 1),
                        Tally::plus));
        Tally leaks = tallies.remove(LeakCampaign.SMALLEST);
        Tally clean = tallies.values().stream().reduce(new Tally(0, 0), Tally::plus);
        System.out.printf(
                "campaign of %d rounds from %d on, JDK %s, %s: smallest leak %s; clean bodies %s (%s)%n",
                rounds,
                FIRST,
                Runtime.version(),
                collector,
                leaks,
                clean,
                tallies.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining("; ")));
    }
}
