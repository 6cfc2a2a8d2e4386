package io.wringer.extension.report;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Names and writes the file of one result.
 *
 * <p>A name is {@code CLASS-METHOD-ID-TIME-PID-COUNTER.json}, made of characters that every file system takes. The id
 * tells invocations and classes of the same simple name apart, the rest tells reruns and parallel JVMs apart; a name
 * that is taken nevertheless (containers that share a directory have the same process ids) is never overwritten.
 */
final class ResultFile {

    static final String SUFFIX = ".json";

    private static final int HASH_BYTES = 6;
    private static final int LONGEST_PART = 60;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private ResultFile() {}

    /** Writes a report to a new file, which appears only when it is complete. */
    static Path write(Path directory, TestReport report) throws IOException {
        Files.createDirectories(directory);
        String stem = stem(report, ProcessHandle.current().pid());
        for (int counter = 1; ; counter++) {
            Path file = directory.resolve(stem + "-" + counter + SUFFIX);
            if (writeNew(file, report)) {
                return file;
            }
        }
    }

    /** Returns the name without counter and suffix. */
    static String stem(TestReport report, long pid) {
        String simpleName = report.className().substring(report.className().lastIndexOf('.') + 1);
        return String.join(
                "-",
                safe(simpleName),
                safe(report.methodName()),
                hash(report.context().uniqueId()),
                time(report.started()),
                Long.toString(pid));
    }

    /** Returns the twelve hexadecimal digits by which the results of one test are recognized. */
    static String hash(String uniqueId) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(uniqueId.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    private static String safe(String part) {
        String safe = part.replaceAll("[^A-Za-z0-9_]", "_");
        return safe.length() <= LONGEST_PART ? safe : safe.substring(0, LONGEST_PART);
    }

    private static String time(Instant instant) {
        return TIME.format(instant);
    }

    /** Whoever owns the name of the temporary file owns the name of the file. */
    private static boolean writeNew(Path file, TestReport report) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + AtomicFile.TEMPORARY);
        try {
            Files.createFile(temporary);
        } catch (FileAlreadyExistsException e) {
            return false;
        }
        try {
            if (Files.exists(file)) {
                return false;
            }
            writeContent(temporary, report);
            AtomicFile.move(temporary, file);
            return true;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void writeContent(Path file, TestReport report) throws IOException {
        try (Writer out = AtomicFile.writer(file, StandardOpenOption.TRUNCATE_EXISTING)) {
            ResultJson.write(report, out);
        }
    }
}
