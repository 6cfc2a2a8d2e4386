package io.wringer.extension.config;

import io.wringer.WringerConfigurationException;
import io.wringer.extension.grammar.Durations;
import io.wringer.extension.grammar.GrammarException;
import io.wringer.extension.grammar.Rates;
import io.wringer.extension.grammar.Sizes;
import io.wringer.spi.ConfigurationKey;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Reads the attributes of one annotation on one element, each of which an override may replace.
 *
 * <p>Every error is a {@link WringerConfigurationException} that names the element, the annotation, the attribute, the
 * value and the remedy.
 */
public final class Attributes {

    private final Annotation annotation;
    private final String element;
    private final Settings settings;
    private final Set<String> dropped;
    private final double scale;

    private Attributes(Annotation annotation, String element, Settings settings, Set<String> dropped) {
        this.annotation = annotation;
        this.element = element;
        this.settings = settings;
        this.dropped = dropped;
        this.scale = settings.scale();
    }

    /**
     * Creates a reader.
     *
     * @param annotation one whose type carries {@link ConfigurationKey}
     * @param element what the annotation stands on, for messages: {@code com.acme.CartTest.checkout()}
     * @param settings the overrides
     */
    public static Attributes of(Annotation annotation, String element, Settings settings) {
        return new Attributes(annotation, element, settings, Set.of());
    }

    /** Returns a reader to which an attribute is not given: neither by an override nor by the annotation. */
    public Attributes without(String attribute) {
        Set<String> more = new HashSet<>(dropped);
        more.add(attribute);
        return new Attributes(annotation, element, settings, Set.copyOf(more));
    }

    /** Returns the key that overrides an attribute. */
    public static String key(Class<? extends Annotation> type, String attribute) {
        String prefix = type.getAnnotation(ConfigurationKey.class).value();
        return attribute.equals("value") ? prefix : prefix + "." + attribute;
    }

    /** Returns the settings behind the overrides. */
    public Settings settings() {
        return settings;
    }

    /** Returns what the annotation stands on, for messages. */
    public String element() {
        return element;
    }

    /** Returns a text attribute. */
    public String text(String attribute) {
        return override(attribute).map(Setting::value).orElseGet(() -> declared(attribute, String.class));
    }

    /** Returns a duration attribute that must be given. */
    public Duration duration(String attribute) {
        return parsed(attribute, text(attribute), Durations::parse, "10s");
    }

    /** Returns a duration attribute, empty if its text is empty. */
    public Optional<Duration> optionalDuration(String attribute) {
        return text(attribute).isEmpty() ? Optional.empty() : Optional.of(duration(attribute));
    }

    /** Returns a duration attribute multiplied by {@code wringer.scale}. */
    public Duration scaledDuration(String attribute) {
        return scaled(duration(attribute));
    }

    /** Returns a duration attribute multiplied by {@code wringer.scale}, empty if its text is empty. */
    public Optional<Duration> optionalScaledDuration(String attribute) {
        return optionalDuration(attribute).map(this::scaled);
    }

    /** Returns a duration multiplied by {@code wringer.scale}. */
    public Duration scaled(Duration duration) {
        return Duration.ofNanos(Math.round(duration.toNanos() * scale));
    }

    /** Returns a size attribute in bytes. */
    public long size(String attribute) {
        return parsed(attribute, text(attribute), Sizes::parse, "64KB");
    }

    /** Returns a rate attribute in events per second, empty if its text is empty. */
    public Optional<Double> optionalRate(String attribute) {
        String text = text(attribute);
        return text.isEmpty() ? Optional.empty() : Optional.of(parsed(attribute, text, Rates::parse, "1000/s"));
    }

    /** Returns a whole number that is at least {@code least}. */
    public long number(String attribute, long least) {
        Optional<Setting> override = override(attribute);
        long number = override.isPresent()
                ? parsed(attribute, override.get().value(), Attributes::parseLong, "10")
                : declared(attribute, Number.class).longValue();
        if (number < least) {
            throw error(attribute, number + " is less than " + least, "a whole number from " + least + " on");
        }
        return number;
    }

    /** Returns a whole number in the range of {@code int} that is at least {@code least}. */
    public int integer(String attribute, int least) {
        long number = number(attribute, least);
        if (number > Integer.MAX_VALUE) {
            throw error(attribute, number + " is too large", "a whole number up to " + Integer.MAX_VALUE);
        }
        return (int) number;
    }

    /** Returns a whole number multiplied by {@code wringer.scale}; 0 stays 0, anything else stays at least 1. */
    public long scaledNumber(String attribute, long least) {
        long number = number(attribute, least);
        return number <= 0 ? number : Math.max(1, Math.round(number * scale));
    }

    /** Returns a decimal number. */
    public double decimal(String attribute) {
        Optional<Setting> override = override(attribute);
        return override.isPresent()
                ? parsed(attribute, override.get().value(), Attributes::parseDouble, "0.5")
                : declared(attribute, Number.class).doubleValue();
    }

    /** Returns a flag. */
    public boolean flag(String attribute) {
        return overriddenFlag(attribute).orElseGet(() -> declared(attribute, Boolean.class));
    }

    /** Returns a flag that need not be given: an array of at most one element. */
    public Optional<Boolean> optionalFlag(String attribute) {
        boolean[] flags = declared(attribute, boolean[].class);
        if (flags.length > 1) {
            throw error(attribute, "there are " + flags.length + " flags", "one of them, or none");
        }
        return overriddenFlag(attribute).or(() -> flags.length == 0 ? Optional.empty() : Optional.of(flags[0]));
    }

    private Optional<Boolean> overriddenFlag(String attribute) {
        return override(attribute).map(Setting::value).map(text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw error(attribute, quoted(text) + " is not a flag", "true or false");
        });
    }

    /** Returns a constant of an enum; overrides ignore case. */
    public <E extends Enum<E>> E constant(String attribute, Class<E> type) {
        Optional<Setting> override = override(attribute);
        return override.isPresent()
                ? constantNamed(attribute, type, override.get().value())
                : declared(attribute, type);
    }

    /** Returns constants of an enum; an override separates them by commas. */
    public <E extends Enum<E>> List<E> constants(String attribute, Class<E> type) {
        Optional<Setting> override = override(attribute);
        if (override.isEmpty()) {
            return Arrays.stream(declared(attribute, Object[].class))
                    .map(type::cast)
                    .toList();
        }
        return separated(override.get().value())
                .map(name -> constantNamed(attribute, type, name))
                .toList();
    }

    /** Returns texts; an override separates them by commas. */
    public List<String> texts(String attribute) {
        return override(attribute)
                .map(setting -> separated(setting.value()).toList())
                .orElseGet(() -> List.of(declared(attribute, String[].class)));
    }

    /** Returns a class; an override gives its name. */
    public Class<?> type(String attribute) {
        Optional<Setting> override = override(attribute);
        if (override.isEmpty()) {
            return declared(attribute, Class.class);
        }
        String name = override.get().value();
        return ReflectionSupport.tryToLoadClass(name)
                .getOrThrow(cause ->
                        error(attribute, quoted(name) + " is not a class that can be loaded", "its full name"));
    }

    /** Parses one text of an attribute with one of the grammars, so that errors name the attribute. */
    public <T> T parsed(String attribute, String text, Function<String, T> parser, String example) {
        try {
            return parser.apply(text);
        } catch (GrammarException e) {
            throw error(
                    attribute, quoted(text) + " can't be read: " + e.getMessage(), "for example " + quoted(example));
        }
    }

    /** Returns the override of an attribute, empty if this run gives none. */
    public Optional<Setting> override(String attribute) {
        return dropped.contains(attribute)
                ? Optional.empty()
                : settings.find(key(annotation.annotationType(), attribute));
    }

    /** Tells whether an override or the annotation gives the attribute a value other than its default. */
    public boolean isGiven(String attribute) {
        Method method = attributeMethod(attribute);
        return override(attribute).isPresent() || !equal(method.getDefaultValue(), invoke(method));
    }

    /** Returns an attribute as it was given, for messages: {@code duration = 10s}. */
    public String shown(String attribute) {
        Object declared = invoke(attributeMethod(attribute));
        String text = declared instanceof Object[] array
                ? Arrays.stream(array).map(String::valueOf).collect(Collectors.joining(", "))
                : String.valueOf(declared);
        return override(attribute)
                .map(setting -> setting.key() + "=" + setting.value())
                .orElse(attribute + " = " + text);
    }

    /**
     * Creates the error of one attribute.
     *
     * @param attribute its name
     * @param problem what is wrong, beginning with the value: {@code -3 is less than 1}
     * @param remedy what would be right: {@code a whole number from 1 on}
     */
    public WringerConfigurationException error(String attribute, String problem, String remedy) {
        String origin = override(attribute)
                .map(setting -> " (from " + setting.key() + ")")
                .orElse("");
        return new WringerConfigurationException(name() + " on " + element + ": attribute " + attribute + origin + ": "
                + problem + System.lineSeparator() + "Write " + remedy + ".");
    }

    /**
     * Creates the error of an impossible combination.
     *
     * @param problem what is wrong: {@code rate and stages exclude each other}
     * @param remedy an imperative: {@code Remove one of them.}
     */
    public WringerConfigurationException error(String problem, String remedy) {
        return new WringerConfigurationException(
                name() + " on " + element + ": " + problem + System.lineSeparator() + remedy);
    }

    private String name() {
        return "@" + annotation.annotationType().getSimpleName();
    }

    private <T> T declared(String attribute, Class<T> type) {
        return type.cast(invoke(attributeMethod(attribute)));
    }

    private Method attributeMethod(String attribute) {
        try {
            return annotation.annotationType().getMethod(attribute);
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(name() + " has no attribute " + attribute, e);
        }
    }

    private Object invoke(Method method) {
        return dropped.contains(method.getName())
                ? method.getDefaultValue()
                : ReflectionSupport.invokeMethod(method, annotation);
    }

    private <E extends Enum<E>> E constantNamed(String attribute, Class<E> type, String name) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> error(
                        attribute,
                        quoted(name) + " is none of the possible values",
                        "one of "
                                + Arrays.stream(type.getEnumConstants())
                                        .map(Enum::name)
                                        .collect(Collectors.joining(", "))));
    }

    private static Stream<String> separated(String text) {
        return Arrays.stream(text.split(",", -1)).map(String::strip).filter(part -> !part.isEmpty());
    }

    private static Long parseLong(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new GrammarException(text, firstNonDigit(text), "expected a whole number");
        }
    }

    private static Double parseDouble(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new GrammarException(text, firstNonDigit(text), "expected a number");
        }
    }

    private static int firstNonDigit(String text) {
        int index = 0;
        while (index < text.length() && "-.0123456789".indexOf(text.charAt(index)) >= 0) {
            index++;
        }
        return index;
    }

    private static boolean equal(@Nullable Object left, Object right) {
        return Arrays.deepEquals(new Object[] {left}, new Object[] {right});
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }
}
