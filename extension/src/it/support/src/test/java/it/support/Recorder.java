package it.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Writes down how each test ended, whatever a build tool makes of it. */
public final class Recorder implements TestExecutionListener {

    private static final Path DIRECTORY = Path.of(System.getProperty("outcomes", "target/outcomes"));

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        append(".tsv", line(test, "SKIPPED", "", reason));
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (test.isTest() || result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
            Throwable thrown = result.getThrowable().orElse(null);
            append(
                    ".tsv",
                    line(
                            test,
                            result.getStatus().name(),
                            thrown == null ? "" : thrown.getClass().getName(),
                            thrown == null ? "" : String.valueOf(thrown.getMessage())));
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        append(".journal", Journal.drain());
        append(".classpath", System.getProperty("java.class.path") + "\n");
    }

    private static String line(TestIdentifier test, String status, String type, String message) {
        return String.join(
                        "\t", key(test), status, type, message.replace("\r", "").replace("\n", "\\n")) + "\n";
    }

    /** Returns for example {@code OuterTest/Inner/body(int)/#2}. */
    private static String key(TestIdentifier test) {
        List<UniqueId.Segment> segments = test.getUniqueIdObject().getSegments();
        return segments.stream().skip(1).map(Recorder::simple).collect(Collectors.joining("/"));
    }

    private static String simple(UniqueId.Segment segment) {
        boolean ofClass = segment.getType().equals("class") || segment.getType().equals("class-template");
        return ofClass ? segment.getValue().substring(segment.getValue().lastIndexOf('.') + 1) : segment.getValue();
    }

    private static synchronized void append(String suffix, String text) {
        try {
            Files.createDirectories(DIRECTORY);
            Files.writeString(
                    DIRECTORY.resolve(ProcessHandle.current().pid() + suffix),
                    text,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
