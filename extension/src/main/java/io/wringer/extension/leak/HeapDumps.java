package io.wringer.extension.leak;

import io.wringer.WringerConfigurationException;
import io.wringer.extension.config.Attributes;
import io.wringer.extension.config.Setting;
import io.wringer.extension.config.Settings;
import io.wringer.extension.grammar.Sizes;
import io.wringer.extension.leak.heap.HeapDumper;
import io.wringer.extension.report.Reports;
import io.wringer.extension.verdict.Finding;
import io.wringer.extension.verdict.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * When a heap dump is written, and where.
 *
 * @param when when
 * @param directory where, made if it is not there
 * @param name what the file's name begins with
 */
record HeapDumps(When when, Path directory, String name) {

    private static final int MOST_FILES = 1_000;

    /** On which finding a dump is written. */
    enum When {
        /** On any of the heap. */
        ALWAYS,
        /** On growth that no container explains. */
        UNEXPLAINED,
        /** On none. */
        NEVER
    }

    static HeapDumps parse(Attributes attributes) {
        Settings settings = attributes.settings();
        return new HeapDumps(
                settings.find(Settings.LEAK_DUMP).map(HeapDumps::when).orElse(When.UNEXPLAINED),
                Reports.of(settings).directory(),
                fileName(attributes.element()));
    }

    static HeapDumps never() {
        return new HeapDumps(When.NEVER, Path.of(""), "");
    }

    private static When when(Setting setting) {
        return switch (setting.value()) {
            case "true" -> When.ALWAYS;
            case "false" -> When.NEVER;
            default ->
                throw new WringerConfigurationException("The value \"" + setting.value() + "\" of " + setting.key()
                        + " is neither true nor false. Write for example -D" + Settings.LEAK_DUMP + "=true.");
        };
    }

    /** Returns class and method of {@code com.acme.CartTest.checkout(int)}: {@code CartTest-checkout}. */
    private static String fileName(String element) {
        String called = element.replaceAll("\\(.*", "");
        int method = called.lastIndexOf('.');
        int type = method < 0 ? -1 : called.lastIndexOf('.', method - 1);
        return called.substring(type + 1).replaceAll("[^\\w$]+", "-");
    }

    /**
     * Writes a dump if one is due and names it in the first finding.
     *
     * @param confirmed what grows
     * @param leaks the containers that explain it
     */
    List<Finding> namedIn(List<Finding> findings, Suspicion confirmed, List<HeapLeak> leaks) {
        if (findings.isEmpty() || !isDue(findings.get(0), confirmed, leaks)) {
            return findings;
        }
        List<Finding> named = new ArrayList<>(findings);
        named.set(0, findings.get(0).with(write()));
        return named;
    }

    private boolean isDue(Finding first, Suspicion confirmed, List<HeapLeak> leaks) {
        return switch (when) {
            case ALWAYS -> confirmed.hasHeap();
            case UNEXPLAINED ->
                leaks.isEmpty()
                        && first.severity() == Severity.NOTE
                        && confirmed.instances().stream().anyMatch(series -> !GrowthRule.isNoisy(series));
            case NEVER -> false;
        };
    }

    private String write() {
        try {
            Path file = freeFile();
            HeapDumper.dump(file);
            return "heap dump: " + file + " (" + Sizes.render((double) Files.size(file)) + ")";
        } catch (IOException | IllegalStateException e) {
            return "no heap dump could be written: " + e;
        }
    }

    private Path freeFile() throws IOException {
        Files.createDirectories(directory);
        for (int i = 1; i <= MOST_FILES; i++) {
            Path file =
                    directory.resolve(name + "-heap-" + ProcessHandle.current().pid() + "-" + i + ".hprof");
            if (Files.notExists(file)) {
                return file;
            }
        }
        throw new IOException("there are " + MOST_FILES + " of them already in " + directory);
    }
}
