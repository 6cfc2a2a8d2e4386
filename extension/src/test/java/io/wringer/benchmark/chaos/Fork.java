package io.wringer.benchmark.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM of its own that measures one thing and prints numbers in its last line. */
final class Fork {

    private Fork() {}

    static double[] run(List<String> options, Class<?> main, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+EnableDynamicAgentLoading");
        command.addAll(options);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String last = lastLine(process);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(command + " failed: " + last);
        }
        String[] numbers = last.split(" ");
        double[] values = new double[numbers.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Double.parseDouble(numbers[i]);
        }
        return values;
    }

    private static String lastLine(Process process) throws IOException {
        String last = "";
        try (BufferedReader reader = process.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                last = line;
            }
        }
        return last;
    }
}
