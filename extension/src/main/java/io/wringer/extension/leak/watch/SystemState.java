package io.wringer.extension.leak.watch;

import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.ResponseCache;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TimeZone;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the whole JVM, and of the thread that all tests share, that a test may change: system properties, default
 * locale, time zone, handlers, streams.
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
                .filter(name -> !isNobodysSetting(name))
                .forEach(name -> settings.put(PROPERTY + name, properties.getProperty(name)));
        settings.put("default locale", Locale.getDefault().toLanguageTag());
        for (Locale.Category category : Locale.Category.values()) {
            settings.put(
                    "default locale of category " + category,
                    Locale.getDefault(category).toLanguageTag());
        }
        settings.put("default time zone", TimeZone.getDefault().getID());
        settings.put("default uncaught exception handler", label(Thread.getDefaultUncaughtExceptionHandler()));
        settings.put("default proxy selector", label(ProxySelector.getDefault()));
        settings.put("default cookie handler", label(CookieHandler.getDefault()));
        settings.put("default authenticator", label(Authenticator.getDefault()));
        settings.put("default response cache", label(ResponseCache.getDefault()));
        Thread thread = Thread.currentThread();
        settings.put("name of the test's thread", thread.getName());
        settings.put("context class loader of the test's thread", label(thread.getContextClassLoader()));
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

    /** The JDK sets these itself when they are first needed; HikariCP counts its pools in one. */
    private static boolean isNobodysSetting(String name) {
        return name.equals("user.timezone")
                || name.equals("com.zaxxer.hikari.pool_number")
                || name.startsWith("sun.")
                || name.startsWith("jdk.internal.");
    }

    private static String label(@Nullable Object object) {
        return object == null
                ? "none"
                : object.getClass().getName() + "@" + Integer.toHexString(System.identityHashCode(object));
    }
}
