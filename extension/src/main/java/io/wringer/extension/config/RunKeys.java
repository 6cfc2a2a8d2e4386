package io.wringer.extension.config;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The configuration keys of the current run, from every place where they can be given.
 *
 * <p>JUnit shows an extension the value of a key, but not the keys. Those given to the launcher are left here by the
 * launcher listener; this is the one JVM-wide place for them, replaced at the start and emptied at the end of each run.
 */
public final class RunKeys {

    private static final String FILE = "junit-platform.properties";
    private static final AtomicReference<Set<String>> LAUNCHER_KEYS = new AtomicReference<>(Set.of());

    private RunKeys() {}

    /** Leaves the keys that were given to the launcher. */
    public static void launched(Collection<String> keys) {
        LAUNCHER_KEYS.set(Set.copyOf(keys));
    }

    /** Forgets the keys that were given to the launcher. */
    public static void finished() {
        LAUNCHER_KEYS.set(Set.of());
    }

    /** Returns the Wringer keys among system properties, {@code junit-platform.properties} and launcher parameters. */
    public static Set<String> all(ClassLoader loader) {
        Set<String> keys = new TreeSet<>(LAUNCHER_KEYS.get());
        keys.addAll(System.getProperties().stringPropertyNames());
        keys.addAll(fileKeys(loader));
        keys.removeIf(key -> !key.startsWith(KnownKeys.PREFIX));
        return keys;
    }

    private static Collection<String> fileKeys(ClassLoader loader) {
        try (InputStream file = loader.getResourceAsStream(FILE)) {
            if (file == null) {
                return List.of();
            }
            Properties properties = new Properties();
            properties.load(file);
            return properties.stringPropertyNames();
        } catch (IOException e) {
            return List.of(); // JUnit itself reports a file that can't be read
        }
    }
}
