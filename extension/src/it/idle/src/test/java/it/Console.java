package it;

import com.sun.management.OperatingSystemMXBean;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import org.junit.platform.console.ConsoleLauncher;

/** The console launcher, followed by what the JVM cost from its start. */
final class Console {

    private Console() {}

    public static void main(String[] arguments) {
        int failures = ConsoleLauncher.run(
                        new PrintWriter(System.out, true), new PrintWriter(System.err, true), arguments)
                .getExitCode();
        OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long wallMillis = System.currentTimeMillis()
                - ManagementFactory.getRuntimeMXBean().getStartTime();
        System.out.println("cost: " + wallMillis + " ms, cpu: " + process.getProcessCpuTime() / 1_000_000 + " ms");
        System.exit(failures);
    }
}
