package io.wringer.extension.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** Moving libraries into the jar changes names in strings as well: those of the users' own pools must stay. */
class PackagedNamesIT {

    private static final String OURS = "io/wringer/";
    private static final String MOVED = "io/wringer/extension/shaded/";

    /** Classes are referred to with slashes; with dots, it is a string that was meant for a class of the users. */
    @Test
    void namesOfTheUsersClassesStay() throws IOException {
        try (JarFile jar = new JarFile(StagedJars.extension().toFile())) {
            List<String> changed = jar.stream()
                    .filter(entry -> entry.getName().startsWith(OURS)
                            && !entry.getName().startsWith(MOVED)
                            && entry.getName().endsWith(".class"))
                    .filter(entry -> text(jar, entry).contains(MOVED.replace('/', '.')))
                    .map(JarEntry::getName)
                    .toList();

            assertThat(changed).isEmpty();
        }
    }

    private static String text(JarFile jar, JarEntry entry) {
        try {
            return new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new AssertionError(entry.getName(), e);
        }
    }
}
