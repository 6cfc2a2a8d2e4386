package it.support;

import java.util.Map;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs selected tests through the API of the launcher, as an IDE does; the recorder writes down what ran. */
public final class Selection {

    private Selection() {}

    /**
     * Runs one request after the other in one session.
     *
     * @param requests a {@code class}, {@code method} or {@code id}, a colon, and its name; optionally a configuration
     *     parameter after a space
     */
    public static void main(String[] requests) {
        try (LauncherSession session = LauncherFactory.openSession()) {
            for (String request : requests) {
                run(session.getLauncher(), request);
            }
        }
    }

    private static void run(Launcher launcher, String request) {
        String[] parts = request.split(" ", 2);
        launcher.execute(LauncherDiscoveryRequestBuilder.request()
                .selectors(selector(parts[0]))
                .configurationParameters(parts.length == 1 ? Map.of() : parameter(parts[1]))
                .build());
    }

    private static DiscoverySelector selector(String text) {
        String name = text.substring(text.indexOf(':') + 1);
        return switch (text.substring(0, text.indexOf(':'))) {
            case "class" -> DiscoverySelectors.selectClass(name);
            case "method" -> DiscoverySelectors.selectMethod(name);
            case "id" -> DiscoverySelectors.selectUniqueId(name);
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static Map<String, String> parameter(String text) {
        String[] parts = text.split("=", 2);
        return Map.of(parts[0], parts[1]);
    }
}
