package io.wringer.extension.verdict;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * An objective or property that did not hold, with evidence; immutable.
 *
 * @param severity how much it weighs
 * @param lens who found it: {@code leak}, {@code stress}, {@code chaos}
 * @param headline the first line: what, how much, where, limit
 * @param evidence further lines: paths, histograms, stacks; may contain line breaks
 * @param causes original throwables of the code under test, the first one leading
 * @param fingerprint twelve hexadecimal digits that stay the same from run to run for the same cause
 */
public record Finding(
        Severity severity,
        String lens,
        String headline,
        List<String> evidence,
        List<Throwable> causes,
        String fingerprint) {

    private static final int FINGERPRINT_BYTES = 6;

    public Finding {
        evidence = List.copyOf(evidence);
        causes = List.copyOf(causes);
    }

    /**
     * Makes a failure.
     *
     * @param lens who found it
     * @param identity what stays the same from run to run for the same cause, such as class and path, without numbers
     * @param headline the first line
     */
    public static Finding failure(String lens, String identity, String headline) {
        return of(Severity.FAILURE, lens, identity, headline);
    }

    /** Makes an inconclusive finding; parameters as for {@link #failure}. */
    public static Finding inconclusive(String lens, String identity, String headline) {
        return of(Severity.INCONCLUSIVE, lens, identity, headline);
    }

    /** Makes a note; parameters as for {@link #failure}. */
    public static Finding note(String lens, String identity, String headline) {
        return of(Severity.NOTE, lens, identity, headline);
    }

    private static Finding of(Severity severity, String lens, String identity, String headline) {
        return new Finding(severity, lens, headline, List.of(), List.of(), fingerprintOf(lens + '\n' + identity));
    }

    /** Returns a copy with another first line; its fingerprint stays. */
    public Finding headed(String line) {
        return new Finding(severity, lens, line, evidence, causes, fingerprint);
    }

    /** Returns a copy with one more piece of evidence. */
    public Finding with(String line) {
        List<String> lines = new ArrayList<>(evidence);
        lines.add(line);
        return new Finding(severity, lens, headline, lines, causes, fingerprint);
    }

    /** Returns a copy with one more original throwable. */
    public Finding causedBy(Throwable cause) {
        List<Throwable> all = new ArrayList<>(causes);
        all.add(cause);
        return new Finding(severity, lens, headline, evidence, all, fingerprint);
    }

    private static String fingerprintOf(String identity) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
