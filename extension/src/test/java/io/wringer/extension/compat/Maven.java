package io.wringer.extension.compat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs Maven through the project's wrapper, on the JDK that runs this test. */
final class Maven {

    private static final Path ROOT = Path.of(System.getProperty("compatibility.root"));
    private static final String LOCAL_REPOSITORY = System.getProperty("compatibility.repository");

    /** A short build has no use for the second compiler. */
    private static final Map<String, String> FAST_START =
            Map.of("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");

    private Maven() {}

    /**
     * Runs Maven with the local repository of the outer build, so that nothing is downloaded twice, and the staged jars
     * behind it, which Maven only reads.
     */
    static Command.Result run(Path project, Path staged, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(ROOT.resolve("mvnw").toString());
        command.addAll(List.of("-B", "-ntp"));
        command.add("-Dmaven.repo.local=" + LOCAL_REPOSITORY);
        command.add("-Dmaven.repo.local.tail=" + staged);
        command.addAll(arguments);
        return Command.run(project, FAST_START, command);
    }

    /** Returns a jar that an earlier build has resolved. */
    static Path artifact(String group, String artifact, String version) {
        return Path.of(LOCAL_REPOSITORY)
                .resolve(group.replace('.', '/'))
                .resolve(artifact)
                .resolve(version)
                .resolve(artifact + "-" + version + ".jar");
    }
}
