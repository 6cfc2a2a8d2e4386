package io.wringer.extension.leak;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.extension.run.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Memory outside of the heap, in JVMs of their own: one that tracks it, and a quiet one that does not. */
class NativeMemoryTest {

    @Test
    void isNamedToTheKilobyteWhereTheJvmTracksIt() throws Exception {
        String said = run("-XX:NativeMemoryTracking=summary");
        assertThat(said)
                .contains("FAILURE native memory accumulates: +1,024 KiB per iteration, from ")
                .contains("as native memory tracking counts it, category Other")
                .contains("10 of them from")
                .contains("at sun.misc.Unsafe.allocateMemory")
                .endsWith("given back:");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void isSeenInTheResidentSetElsewhere() throws Exception {
        String said = run("-Xint");
        assertThat(said)
                .containsPattern("FAILURE native memory accumulates: \\+\\S+ [MK]iB per iteration, from ")
                .contains("resident anonymous memory outside of the Java heap, in steps of 1 MiB (/proc/self/smaps)")
                .contains("at sun.misc.Unsafe.allocateMemory")
                .endsWith("given back:");
    }

    private static String run(String flag) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                flag,
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-XX:+EnableDynamicAgentLoading",
                "-cp",
                System.getProperty("java.class.path")));
        Collections.addAll(command, Check.class.getName());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(said).isTrue();
            return said.strip();
        } finally {
            process.destroyForcibly();
        }
    }

    /** Leaks in one JVM and gives back in it, too. */
    static final class Check {

        private static final int SIZE = (1 << 20) - 64;
        private static final Map<String, String> FEW = Map.of(
                "wringer.leak.iterations", "15", "wringer.leak.warmup", "3", "wringer.leak.watch", "NATIVE_MEMORY");

        private Check() {}

        public static void main(String[] arguments) throws Throwable {
            long[] addresses = new long[1_000];
            int[] next = {0};
            Outcome leak = Bodies.repeat(FEW, null, () -> addresses[next[0]++] = RawMemory.allocate(SIZE));
            System.out.println(Bodies.text(leak));
            System.out.println("given back:");
            Outcome clean = Bodies.repeat(FEW, null, () -> RawMemory.free(RawMemory.allocate(SIZE)));
            System.out.println(Bodies.text(clean));
            System.exit(0);
        }
    }
}
