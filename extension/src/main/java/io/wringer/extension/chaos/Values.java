package io.wringer.extension.chaos;

import io.wringer.extension.chaos.weave.Striker;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the value of {@code Fault.RETURN} in the notation of a type. */
final class Values {

    private static final Map<Class<?>, Function<String, Object>> PARSERS = Map.ofEntries(
            Map.entry(Boolean.class, Values::parseBoolean),
            Map.entry(Byte.class, Byte::valueOf),
            Map.entry(Short.class, Short::valueOf),
            Map.entry(Integer.class, Integer::valueOf),
            Map.entry(Long.class, Long::valueOf),
            Map.entry(Float.class, Float::valueOf),
            Map.entry(Double.class, Double::valueOf),
            Map.entry(Character.class, Values::parseChar),
            Map.entry(BigDecimal.class, BigDecimal::new),
            Map.entry(BigInteger.class, BigInteger::new),
            Map.entry(UUID.class, UUID::fromString),
            Map.entry(Instant.class, Instant::parse),
            Map.entry(LocalDate.class, LocalDate::parse),
            Map.entry(LocalDateTime.class, LocalDateTime::parse),
            Map.entry(Duration.class, Duration::parse));

    private static final Map<Class<?>, Object> EMPTY = Map.ofEntries(
            Map.entry(String.class, ""),
            Map.entry(CharSequence.class, ""),
            Map.entry(List.class, List.of()),
            Map.entry(Set.class, Set.of()),
            Map.entry(Map.class, Map.of()),
            Map.entry(Collection.class, List.of()),
            Map.entry(Iterable.class, List.of()),
            Map.entry(Optional.class, Optional.empty()),
            Map.entry(OptionalInt.class, OptionalInt.empty()),
            Map.entry(OptionalLong.class, OptionalLong.empty()),
            Map.entry(OptionalDouble.class, OptionalDouble.empty()));

    private Values() {}

    /** Raises a configuration error if the value of a fault doesn't fit a type. */
    static void check(ChaosSpec spec, Class<?> type, String signature) {
        try {
            parse(spec.what().value(), type);
        } catch (RuntimeException e) {
            throw spec.attributes()
                    .error(
                            "value",
                            "\"" + spec.what().value() + "\" is no " + type.getTypeName() + ", which " + signature
                                    + " returns",
                            example(type));
        }
    }

    /** Says why the value of a fault doesn't fit a struck method, {@code null} if it does. */
    static @Nullable String unfitAt(ChaosSpec spec, Striker.Call call, ClassLoader loader) {
        try {
            parse(spec.what().value(), returnType(call, loader));
            return null;
        } catch (ClassNotFoundException | RuntimeException e) {
            return "\"" + spec.what().value() + "\" is no " + call.point().returnType() + ", which "
                    + call.point().signature() + " returns.";
        }
    }

    /** Returns the type that a struck method returns. */
    static Class<?> returnType(Striker.Call call, ClassLoader loader) throws ClassNotFoundException {
        ClassLoader from =
                call.target() == null ? null : call.target().getClass().getClassLoader();
        return Types.named(call.point().returnType(), from == null ? loader : from);
    }

    /** Reads a value; what the parsers throw means that it doesn't fit. */
    static @Nullable Object parse(String text, Class<?> type) {
        if (type == void.class) {
            return nothing(text);
        }
        if (!type.isPrimitive() && text.equals("null")) {
            return null;
        }
        if (text.equals("empty") && hasEmpty(type)) {
            return empty(type);
        }
        if (type.isEnum()) {
            return constant(text, type);
        }
        Function<String, Object> parser = parser(type);
        if (parser != null) {
            return parser.apply(text);
        }
        if (type.isAssignableFrom(String.class) && (type == String.class || !text.isEmpty())) {
            return text;
        }
        throw new IllegalArgumentException(text);
    }

    private static @Nullable Function<String, Object> parser(Class<?> type) {
        return PARSERS.get(MethodType.methodType(type).wrap().returnType());
    }

    private static @Nullable Object nothing(String text) {
        if (text.isEmpty()) {
            return null;
        }
        throw new IllegalArgumentException(text);
    }

    private static boolean hasEmpty(Class<?> type) {
        return type.isArray() || type == Stream.class || isFuture(type) || EMPTY.containsKey(type);
    }

    /** Tells whether calls may get the same value: arrays, streams and futures can be changed or used up. */
    static boolean isShareable(Class<?> type) {
        return !type.isArray() && type != Stream.class && !isFuture(type);
    }

    private static boolean isFuture(Class<?> type) {
        return type == CompletableFuture.class || type == CompletionStage.class;
    }

    private static @Nullable Object empty(Class<?> type) {
        if (type.isArray()) {
            return Array.newInstance(type.getComponentType(), 0);
        }
        if (type == Stream.class) {
            return Stream.empty(); // can be consumed once only, so each call gets its own
        }
        return isFuture(type) ? CompletableFuture.completedFuture(null) : EMPTY.get(type);
    }

    private static Object constant(String text, Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> ((Enum<?>) constant).name().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(text));
    }

    private static Object parseBoolean(String text) {
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw new IllegalArgumentException(text);
    }

    private static Object parseChar(String text) {
        if (text.length() == 1) {
            return text.charAt(0);
        }
        throw new IllegalArgumentException(text);
    }

    private static String example(Class<?> type) {
        if (type == void.class) {
            return "nothing: the method returns nothing";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "\"true\" or \"false\"";
        }
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(constant -> ((Enum<?>) constant).name())
                            .collect(Collectors.joining(", "));
        }
        String others = (hasEmpty(type) ? " or \"empty\"" : "");
        if (parser(type) != null) {
            return "for example \"" + (type == char.class || type == Character.class ? "x" : "42") + "\""
                    + (type.isPrimitive() ? "" : " or \"null\"");
        }
        return "\"null\"" + others + ", or use Fault.CUSTOM and answer with an object of your own";
    }
}
