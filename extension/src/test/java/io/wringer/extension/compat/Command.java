package io.wringer.extension.compat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end, within limits, and keeps what it wrote. */
final class Command {

    private static final long LIMIT_MINUTES = 5;

    private Command() {}

    /**
     * What a program left behind.
     *
     * @param exitCode its exit code
     * @param out what it wrote to its standard output
     * @param err what it wrote to its standard error
     */
    record Result(int exitCode, String out, String err) {

        /** Returns both outputs, for checks that don't mind which it was. */
        String all() {
            return out + err;
        }
    }

    static Result run(Path directory, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        Path out = directory.resolve("out.log");
        Path err = directory.resolve("err.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(key -> key.startsWith("MAVEN_") || key.equals("JAVA_TOOL_OPTIONS"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError(command + " in " + directory + " did not end within " + LIMIT_MINUTES
                    + " minutes; it wrote:\n" + Files.readString(out) + Files.readString(err));
        }
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
