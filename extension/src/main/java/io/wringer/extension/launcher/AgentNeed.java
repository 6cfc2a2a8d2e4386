package io.wringer.extension.launcher;

import io.wringer.extension.agent.Agent;
import io.wringer.extension.agent.AgentUnavailableException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Decides from the class files in the directories of a class path whether a test will need the agent.
 *
 * <p>Jars are not searched: test classes lie in directories, and what is missed here is attached when it is needed.
 */
final class AgentNeed {

    private static final List<byte[]> DESCRIPTORS = Stream.of("Lio/wringer/leak/LeakFree;", "Lio/wringer/chaos/Chaos")
            .map(text -> text.getBytes(StandardCharsets.US_ASCII))
            .toList();

    private AgentNeed() {}

    static boolean isOn(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .filter(Files::isDirectory)
                .anyMatch(AgentNeed::isIn);
    }

    /** Gets the agent; that there is none is reported by the tests that need it. */
    static void prepare() {
        try {
            Agent.instrumentation();
        } catch (AgentUnavailableException e) {
            // kept by Agent, which throws it again for each test that asks
        }
    }

    private static boolean isIn(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".class")).anyMatch(AgentNeed::mentions);
        } catch (IOException | RuntimeException e) {
            return false; // an unreadable directory: attached later when needed
        }
    }

    private static boolean mentions(Path classFile) {
        try {
            byte[] bytes = Files.readAllBytes(classFile);
            return DESCRIPTORS.stream().anyMatch(descriptor -> contains(bytes, descriptor));
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean contains(byte[] bytes, byte[] part) {
        for (int start = 0; start <= bytes.length - part.length; start++) {
            if (bytes[start] == part[0] && Arrays.equals(bytes, start, start + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }
}
