package io.wringer.extension.config;

import io.wringer.WringerConfigurationException;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The overrides of one run: JUnit configuration parameters first, system properties second. */
public final class Settings {

    /** Reproduces every random choice of a run. */
    public static final String SEED = "wringer.seed";

    /** Shortens or lengthens everything that repeats. */
    public static final String SCALE = "wringer.scale";

    /** {@code abort} or {@code fail}: what becomes of an inconclusive verdict. */
    public static final String INCONCLUSIVE = "wringer.inconclusive";

    /** Directory of the results; relative to the base directory of the build. */
    public static final String OUTPUT = "wringer.output";

    /** {@code true} or {@code false}: whether a leak of objects writes a heap dump. */
    public static final String LEAK_DUMP = "wringer.leak.dump";

    private final Function<String, Optional<String>> parameters;

    private Settings(Function<String, Optional<String>> parameters) {
        this.parameters = parameters;
    }

    /** Reads from the configuration parameters of a context, then from the system properties. */
    public static Settings of(ExtensionContext context) {
        return of(key -> context.getConfigurationParameter(key).or(() -> Optional.ofNullable(System.getProperty(key))));
    }

    /** Reads from a function; for tests and for places without a context. */
    public static Settings of(Function<String, Optional<String>> parameters) {
        return new Settings(parameters);
    }

    /** Finds a value. */
    public Optional<Setting> find(String key) {
        return parameters.apply(key).map(value -> new Setting(key, value.strip()));
    }

    /** Returns the given seed, else a fresh one. */
    public long seed() {
        return find(SEED).map(Settings::parseSeed).orElseGet(() -> new SplittableRandom().nextLong(1L << 32));
    }

    /** Returns the factor for everything that repeats; 1 unless given. */
    public double scale() {
        return find(SCALE).map(Settings::parseScale).orElse(1.0);
    }

    /** Tells whether an inconclusive verdict fails the test. */
    public boolean failsWhenInconclusive() {
        return find(INCONCLUSIVE).map(Settings::parseInconclusive).orElse(false);
    }

    private static long parseSeed(Setting setting) {
        try {
            return Long.parseLong(setting.value());
        } catch (NumberFormatException e) {
            throw wrong(setting, "is not a whole number", "-D" + SEED + "=42");
        }
    }

    private static double parseScale(Setting setting) {
        try {
            double scale = Double.parseDouble(setting.value());
            if (scale > 0 && scale <= 1000) {
                return scale;
            }
        } catch (NumberFormatException e) {
            // worded below, together with numbers out of range
        }
        throw wrong(setting, "is not a number above 0 and at most 1000", "-D" + SCALE + "=0.1");
    }

    private static boolean parseInconclusive(Setting setting) {
        return switch (setting.value()) {
            case "abort" -> false;
            case "fail" -> true;
            default -> throw wrong(setting, "is neither abort nor fail", "-D" + INCONCLUSIVE + "=fail");
        };
    }

    private static WringerConfigurationException wrong(Setting setting, String problem, String example) {
        return new WringerConfigurationException("The value \"" + setting.value() + "\" of " + setting.key() + " "
                + problem + ". Write for example " + example + ".");
    }
}
