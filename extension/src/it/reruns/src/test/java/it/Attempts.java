package it;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Remembers across JVMs which tests have had their first attempt. */
final class Attempts {

    private static final String JVM = String.valueOf(System.nanoTime());

    private Attempts() {}

    /** Fails every operation of the first attempt, which is known by the run of the test plan it belongs to. */
    static void failAtFirst(String test) throws IOException {
        if (FirstAttempt.isOf(test, JVM)) {
            fail("red at first");
        }
    }

    private static final class FirstAttempt {

        static synchronized boolean isOf(String test, String jvm) throws IOException {
            Path mark = Files.createDirectories(Path.of("target", "attempts")).resolve(test);
            if (!Files.exists(mark)) {
                Files.writeString(mark, jvm + " " + Runs.current());
            }
            return Files.readString(mark).equals(jvm + " " + Runs.current());
        }
    }
}
