package io.wringer.extension.testkit;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a main class of the tests in a JVM of the same JDK with other flags. */
public final class ChildJvm {

    private static final int PATIENCE_SECONDS = 60;

    private ChildJvm() {}

    /** Returns all lines that it wrote; a flag that this JDK doesn't know is said in them. */
    public static List<String> run(Class<?> main, String... flags) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+EnableDynamicAgentLoading"); // a flag that follows may say otherwise
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the JVM did not end: " + said);
            }
            return said.lines().toList();
        } finally {
            process.destroyForcibly();
        }
    }
}
