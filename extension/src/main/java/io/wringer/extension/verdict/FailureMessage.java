package io.wringer.extension.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The text of a JUnit failure or abortion, made from findings.
 *
 * <p>The first finding's headline is the first line, because that is all that many tools show. Its evidence follows,
 * indented; then the other findings, numbered from 2 on; then notes; at the end how to reproduce the run and the
 * fingerprints. Failures stand before undecided findings.
 *
 * @since 0.1
 */
public final class FailureMessage {

    private static final String INDENT = "  ";

    private final List<String> blocks = new ArrayList<>();

    private FailureMessage() {}

    /**
     * Renders a verdict.
     *
     * @param verdict the findings
     * @param reproduce what reproduces the run, for example {@code -Dwringer.seed=42}; its line is left out if blank
     * @return lines separated by {@code \n}, without one at the end; empty if there is nothing to say
     */
    public static String render(Verdict verdict, String reproduce) {
        FailureMessage message = new FailureMessage();
        List<Finding> weighty = weighty(verdict);
        message.addFindings(weighty, verdict instanceof Verdict.Failed);
        message.addNotes(of(Severity.NOTE, verdict));
        message.addFooter(reproduce, weighty);
        return String.join("\n\n", message.blocks);
    }

    private static List<Finding> weighty(Verdict verdict) {
        List<Finding> findings = new ArrayList<>(of(Severity.FAILURE, verdict));
        findings.addAll(of(Severity.INCONCLUSIVE, verdict));
        return findings;
    }

    private static List<Finding> of(Severity severity, Verdict verdict) {
        return verdict.findings().stream()
                .filter(finding -> finding.severity() == severity)
                .toList();
    }

    private void addFindings(List<Finding> findings, boolean failed) {
        for (int index = 0; index < findings.size(); index++) {
            Finding finding = findings.get(index);
            String number = index == 0 ? "" : (index + 1) + ". ";
            String mark = failed && finding.severity() == Severity.INCONCLUSIVE ? "Undecided: " : "";
            blocks.add(block(number + mark, finding));
        }
    }

    private void addNotes(List<Finding> notes) {
        if (!notes.isEmpty()) {
            blocks.add(notes.stream().map(note -> block("Note: ", note)).collect(Collectors.joining("\n")));
        }
    }

    private void addFooter(String reproduce, List<Finding> findings) {
        List<String> lines = new ArrayList<>();
        if (!reproduce.isBlank()) {
            lines.add("Reproduce: " + reproduce.strip());
        }
        List<String> fingerprints =
                findings.stream().map(Finding::fingerprint).distinct().toList();
        if (!fingerprints.isEmpty()) {
            lines.add(
                    (fingerprints.size() == 1 ? "Fingerprint: " : "Fingerprints: ") + String.join(", ", fingerprints));
        }
        if (!lines.isEmpty()) {
            blocks.add(String.join("\n", lines));
        }
    }

    private static String block(String prefix, Finding finding) {
        List<String> lines = new ArrayList<>();
        lines.add(prefix + indented(finding.headline()));
        finding.evidence().forEach(piece -> lines.add(INDENT + indented(piece)));
        return String.join("\n", lines);
    }

    /** Indents every line but the first; other line breaks become {@code \n}. */
    private static String indented(String text) {
        return text.stripTrailing().lines().collect(Collectors.joining("\n" + INDENT));
    }
}
