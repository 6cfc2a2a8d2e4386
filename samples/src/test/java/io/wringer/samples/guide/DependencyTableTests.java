package io.wringer.samples.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wringer.extension.config.KnownKeys;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The guide tells what is in the jar that users get. Needs that jar, so it runs from {@code package} on. */
class DependencyTableTests {

    private static final Path GUIDE = Path.of("../docs/dependencies.adoc");
    private static final Pattern ROW =
            Pattern.compile("^\\|`(io\\.wringer\\.extension\\.shaded[^`]*)` \\|([0-9,]+) kB", Pattern.MULTILINE);
    private static final Pattern GROUP = Pattern.compile("(io/wringer/extension/shaded/[^/]+)/.*");
    private static final List<String> UNWANTED = List.of(
            "org/slf4j/",
            "org/apache/logging/",
            "org/apache/log4j/",
            "org/apache/commons/logging/",
            "com/google/common/");

    private Path jar;

    @BeforeEach
    void findJar() throws URISyntaxException {
        jar = Path.of(KnownKeys.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        assumeTrue(Files.isRegularFile(jar), "the engine comes from its classes, not from its jar");
    }

    @Test
    void tellsWhatIsInTheJar() throws IOException {
        Map<String, Long> told = told();
        Map<String, Long> found = found();

        assertThat(told.keySet()).isNotEmpty().isEqualTo(found.keySet());
        told.forEach((group, bytes) ->
                assertThat(found.get(group)).as("bytes of " + group).isCloseTo(bytes, withinPercentage(10)));
    }

    @Test
    void nothingIsInTheJarOutsideOurPackages() throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            assertThat(Collections.list(file.entries()))
                    .extracting(JarEntry::getName)
                    .filteredOn(name -> name.endsWith(".class"))
                    .allMatch(name -> name.startsWith("io/wringer/extension/") || name.equals("module-info.class"));
        }
    }

    @Test
    void noClassRefersToALoggingFrameworkOrToGuava() throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : Collections.list(file.entries())) {
                assertThat(UNWANTED).as(entry.getName()).noneMatch(constants(file, entry)::contains);
            }
        }
    }

    private static Map<String, Long> told() throws IOException {
        return ROW.matcher(Files.readString(GUIDE))
                .results()
                .collect(Collectors.toMap(
                        row -> row.group(1),
                        row -> 1000 * Long.parseLong(row.group(2).replace(",", "")),
                        (one, other) -> one,
                        TreeMap::new));
    }

    private Map<String, Long> found() throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return Collections.list(file.entries()).stream()
                    .filter(entry -> GROUP.matcher(entry.getName()).matches() && !entry.isDirectory())
                    .collect(Collectors.groupingBy(
                            entry -> GROUP.matcher(entry.getName())
                                    .replaceFirst("$1")
                                    .replace('/', '.'),
                            TreeMap::new,
                            Collectors.summingLong(JarEntry::getCompressedSize)));
        }
    }

    /** The bytes of a class, in which names of other classes stand in plain ASCII. */
    private static String constants(JarFile file, JarEntry entry) throws IOException {
        if (!entry.getName().endsWith(".class")) {
            return "";
        }
        try (InputStream bytes = file.getInputStream(entry)) {
            return new String(bytes.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
