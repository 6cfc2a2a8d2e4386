package io.wringer.extension.compat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One of the projects in {@code src/it}, copied and ready to be built with the versions of one combination. */
final class SampleProject {

    private static final Path SOURCES = Path.of("src", "it").toAbsolutePath();
    private static final Path WORK = Path.of("target", "it").toAbsolutePath();
    private static final String NEWEST_SUREFIRE = System.getProperty("compatibility.surefire");

    private final Path directory;
    private final Map<String, String> properties = new LinkedHashMap<>();
    private final List<String> arguments = new ArrayList<>();

    private SampleProject(Path directory) {
        this.directory = directory;
    }

    /**
     * Copies a project.
     *
     * @param name the directory in {@code src/it}
     * @param variant tells this build from others of the same project
     * @param shared other projects whose tests it contains, too
     */
    static SampleProject copy(String name, String variant, String... shared) throws IOException {
        Path directory = WORK.resolve(name + (variant.isEmpty() ? "" : "-" + variant));
        delete(directory);
        copyTree(SOURCES.resolve("support"), directory);
        for (String other : shared) {
            copyTree(SOURCES.resolve(other), directory);
        }
        copyTree(SOURCES.resolve(name), directory);
        Files.createDirectories(directory.resolve(".mvn")); // else Maven would take ours from further up
        Once.PREPARED.check();
        return new SampleProject(directory)
                .with("wringer.version", StagedJars.VERSION)
                .surefire(NEWEST_SUREFIRE);
    }

    SampleProject junit(String version) {
        return with("junit.version", version);
    }

    SampleProject surefire(String version) {
        return with("surefire.version", version);
    }

    SampleProject with(String property, String value) {
        properties.put(property, value);
        return this;
    }

    SampleProject argument(String argument) {
        arguments.add(argument);
        return this;
    }

    Path directory() {
        return directory;
    }

    /** Returns a file that says how tests should end. */
    static Path expectations(String path) {
        return SOURCES.resolve(path);
    }

    /** Builds up to and including the tests. */
    Build test() throws IOException, InterruptedException {
        return run("test");
    }

    Build run(String goal) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(arguments);
        properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.add(goal);
        return new Build(directory, Maven.run(directory, StagedJars.REPOSITORY, command));
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                files.sorted(Comparator.reverseOrder()).forEach(SampleProject::deleteFile);
            }
        }
    }

    private static void deleteFile(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What all builds share is written once, because they run at the same time. */
    private enum Once {
        PREPARED;

        Once() {
            try {
                StagedJars.stage();
                Files.copy(SOURCES.resolve("pom.xml"), WORK.resolve("pom.xml"), StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void check() {}
    }
}
