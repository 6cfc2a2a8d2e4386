package io.wringer.extension.report;

import io.wringer.extension.verdict.Severity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The head of a result that was read from its file; immutable.
 *
 * @param file where it was read
 * @param id recognizes the test or invocation
 * @param displayName what a reader calls it
 * @param className binary name of the test class
 * @param methodName name of the test method
 * @param status how it ended
 * @param headline the cause, or what was measured
 * @param started when the run began
 * @param took how long it took
 * @param summaries one line per lens
 * @param notes what was said without an effect on the verdict, such as a check that was skipped
 */
record StoredResult(
        Path file,
        String id,
        String displayName,
        String className,
        String methodName,
        Status status,
        String headline,
        Instant started,
        Duration took,
        List<Summary> summaries,
        List<String> notes) {

    /** What a lens measured, in a few words. */
    record Summary(String lens, String text) {}

    /**
     * Reads a file.
     *
     * @throws IOException with the reason, if it holds no result or cannot be read
     */
    static StoredResult read(Path file) throws IOException {
        Map<String, @Nullable Object> json = Json.readObject(file);
        requireOurs(json);
        return new StoredResult(
                file,
                text(json, "id"),
                text(json, "displayName"),
                text(json, "className"),
                text(json, "methodName"),
                status(text(json, "verdict")),
                text(json, "headline"),
                instant(text(json, "started")),
                millis(json.get("tookMillis")),
                summaries(json.get("lenses")),
                notes(json.get("findings")));
    }

    /** Reads everything that the file holds. */
    Map<String, @Nullable Object> details() throws IOException {
        return Json.readObject(file);
    }

    String fileName() {
        return String.valueOf(file.getFileName());
    }

    private static void requireOurs(Map<String, @Nullable Object> json) throws IOException {
        if (!ResultJson.FORMAT.equals(json.get("format"))) {
            throw new IOException("it is not a result of Wringer");
        }
        if (!(json.get("version") instanceof Number version) || version.intValue() < 1) {
            throw new IOException("it has no version");
        }
        if (version.intValue() > ResultJson.VERSION) {
            throw new IOException("its version " + version + " is newer than " + ResultJson.VERSION);
        }
    }

    private static String text(Map<String, @Nullable Object> json, String name) throws IOException {
        if (json.get(name) instanceof String text) {
            return text;
        }
        throw new IOException("it has no text \"" + name + "\"");
    }

    private static Status status(String name) throws IOException {
        return Arrays.stream(Status.values())
                .filter(status -> status.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IOException("its verdict \"" + name + "\" is unknown"));
    }

    private static Instant instant(String text) throws IOException {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IOException("\"" + text + "\" is not a time", e);
        }
    }

    private static Duration millis(@Nullable Object number) throws IOException {
        if (number instanceof Number millis) {
            return Duration.ofNanos(Math.round(millis.doubleValue() * 1e6));
        }
        throw new IOException("it has no number \"tookMillis\"");
    }

    private static List<Summary> summaries(@Nullable Object lenses) throws IOException {
        if (!(lenses instanceof List<?> list)) {
            throw new IOException("it has no list \"lenses\"");
        }
        List<Summary> summaries = new ArrayList<>();
        for (Object element : list) {
            if (element instanceof Map<?, ?> lens
                    && lens.get("lens") instanceof String name
                    && lens.get("summary") instanceof String text) {
                summaries.add(new Summary(name, text));
            }
        }
        return List.copyOf(summaries);
    }

    private static List<String> notes(@Nullable Object findings) {
        return Values.list(findings).stream()
                .map(Values::map)
                .filter(finding -> Severity.NOTE.name().equals(finding.get("severity")))
                .map(finding -> Values.text(finding, "headline"))
                .toList();
    }
}
