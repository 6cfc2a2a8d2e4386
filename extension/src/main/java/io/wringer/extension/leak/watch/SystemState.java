package io.wringer.extension.leak.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TimeZone;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the whole JVM that a test may change: system properties, default locale, time zone, handlers, streams.
 *
 * @param settings name to value
 */
public record SystemState(Map<String, String> settings) {

    private static final String PROPERTY = "system property ";

    public SystemState {
        settings = Map.copyOf(settings);
    }

    /** Takes down the present state. */
    public static SystemState now() {
        Map<String, String> settings = new TreeMap<>();
        Properties properties = (Properties) System.getProperties().clone();
        properties.stringPropertyNames().stream()
                .filter(name -> !isSetByJdk(name))
                .forEach(name -> settings.put(PROPERTY + name, properties.getProperty(name)));
        settings.put("default locale", Locale.getDefault().toLanguageTag());
        settings.put("default time zone", TimeZone.getDefault().getID());
        settings.put("default uncaught exception handler", label(Thread.getDefaultUncaughtExceptionHandler()));
        settings.put("System.out", label(Internals.readStatic("java.lang.System", "out")));
        settings.put("System.err", label(Internals.readStatic("java.lang.System", "err")));
        settings.put("System.in", label(Internals.readStatic("java.lang.System", "in")));
        return new SystemState(settings);
    }

    /** Returns what was changed or removed since an earlier state, in words. */
    public List<String> changedSince(SystemState earlier) {
        List<String> changed = new ArrayList<>();
        new TreeMap<>(earlier.settings).forEach((name, value) -> {
            String now = settings.get(name);
            if (now == null) {
                changed.add(name + " was removed (it was \"" + value + "\")");
            } else if (!now.equals(value)) {
                changed.add(name + " was changed from \"" + value + "\" to \"" + now + '"');
            }
        });
        return changed;
    }

    /** Returns the properties that were not there in an earlier state, in words. */
    public List<String> addedSince(SystemState earlier) {
        return new TreeMap<>(settings)
                .entrySet().stream()
                        .filter(entry -> !earlier.settings.containsKey(entry.getKey()))
                        .map(entry -> entry.getKey() + " was set to \"" + entry.getValue() + '"')
                        .toList();
    }

    /** The JDK sets these itself when they are first needed. */
    private static boolean isSetByJdk(String name) {
        return name.equals("user.timezone") || name.startsWith("sun.") || name.startsWith("jdk.internal.");
    }

    private static String label(@Nullable Object object) {
        return object == null
                ? "none"
                : object.getClass().getName() + "@" + Integer.toHexString(System.identityHashCode(object));
    }
}
