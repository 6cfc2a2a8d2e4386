package io.wringer.extension.compat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The packaged jars in a local repository of their own, under a version that exists nowhere else.
 *
 * <p>The version keeps an older jar of a developer's local repository from being taken for the one under test.
 */
final class StagedJars {

    static final String VERSION = "0.1.0-under-test";

    private static final Path ROOT = Path.of(System.getProperty("compatibility.root"));
    private static final String BUILT = System.getProperty("compatibility.version");
    static final Path REPOSITORY = Path.of("target", "it", "repository").toAbsolutePath();

    private StagedJars() {}

    /** Copies the jars and their poms. */
    static void stage() throws IOException {
        stage("wringer-parent", ROOT.resolve("pom.xml"), List.of());
        stage("wringer-annotations", ROOT.resolve("annotations/pom.xml"), List.of(annotations()));
        stage("wringer-extension", ROOT.resolve("extension/target/dependency-reduced-pom.xml"), List.of(extension()));
    }

    /** Returns the jar that users add to their tests. */
    static Path extension() {
        return jar("extension", "wringer-extension");
    }

    /** Returns the jar of the annotations. */
    static Path annotations() {
        return jar("annotations", "wringer-annotations");
    }

    private static Path jar(String module, String artifact) {
        return ROOT.resolve(module).resolve("target").resolve(artifact + "-" + BUILT + ".jar");
    }

    private static void stage(String artifact, Path pom, List<Path> jars) throws IOException {
        Path directory = Files.createDirectories(
                REPOSITORY.resolve("io/wringer").resolve(artifact).resolve(VERSION));
        String name = artifact + "-" + VERSION;
        String text =
                Files.readString(pom).replace("<version>" + BUILT + "</version>", "<version>" + VERSION + "</version>");
        Files.writeString(directory.resolve(name + ".pom"), text);
        for (Path jar : jars) {
            Files.copy(jar, directory.resolve(name + ".jar"), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
