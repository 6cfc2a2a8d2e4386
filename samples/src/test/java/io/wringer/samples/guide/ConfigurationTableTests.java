package io.wringer.samples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.extension.config.KnownKeys;
import io.wringer.spi.ConfigurationKey;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.ReflectionSupport;

/** The table of keys in the guide is complete and tells the defaults that the annotations have. */
class ConfigurationTableTests {

    private static final Path GUIDE = Path.of("../docs/configuration.adoc");
    private static final Pattern ROW = Pattern.compile("^\\|`(wringer\\.[^`]+)` \\|(.*?) \\|(.+)$", Pattern.MULTILINE);

    @Test
    void hasEveryKeyAndNoOther() throws IOException {
        assertThat(rows().keySet()).containsExactlyElementsOf(KnownKeys.all());
    }

    @Test
    void hasTheDefaultsOfTheAnnotations() throws IOException {
        assertThat(rows()).containsAllEntriesOf(defaultsOfTheAnnotations());
    }

    /** Guards the list in {@link KnownKeys}: an annotation that is missing there would be missing here. */
    @Test
    void everyAnnotationIsKnown() {
        assertThat(KnownKeys.all()).containsAll(defaultsOfTheAnnotations().keySet());
    }

    private static Map<String, String> rows() throws IOException {
        return ROW.matcher(Files.readString(GUIDE))
                .results()
                .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2), (one, other) -> one, TreeMap::new));
    }

    private static Map<String, String> defaultsOfTheAnnotations() {
        Map<String, String> defaults = annotations()
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> !method.isSynthetic())
                .collect(Collectors.toMap(
                        ConfigurationTableTests::key,
                        ConfigurationTableTests::defaultOf,
                        (one, other) -> one,
                        TreeMap::new));
        assertThat(defaults).isNotEmpty();
        return defaults;
    }

    private static Stream<Class<?>> annotations() {
        return ReflectionSupport.findAllClassesInPackage(
                "io.wringer", type -> type.isAnnotationPresent(ConfigurationKey.class), name -> true)
                .stream();
    }

    private static String key(Method attribute) {
        Class<?> type = attribute.getDeclaringClass();
        String prefix = type.getAnnotation(ConfigurationKey.class).value();
        return attribute.getName().equals("value") ? prefix : prefix + "." + attribute.getName();
    }

    private static String defaultOf(Method attribute) {
        Object value = attribute.getDefaultValue();
        if (value == null) {
            return "(required)";
        }
        String text = text(value);
        return text.isEmpty() ? "" : "`" + text + "`";
    }

    private static String text(Object value) {
        if (value.getClass().isArray()) {
            return IntStream.range(0, Array.getLength(value))
                    .mapToObj(index -> text(Array.get(value, index)))
                    .collect(Collectors.joining(", "));
        }
        if (value instanceof Class<?> type) {
            return type == void.class ? "" : type.getName();
        }
        return value.toString();
    }
}
