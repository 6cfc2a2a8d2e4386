package io.wringer.extension.grammar;

import io.wringer.extension.grammar.Metric.Standard;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Objectives: {@code METRIC OPERATOR VALUE [for OPERATION]}. */
public final class Objectives {

    private static final String EXAMPLE = "an objective such as \"p99 < 10ms\"";
    private static final Map<Unit, String> EXAMPLES = new EnumMap<>(Map.of(
            Unit.TIME, "a duration such as 10ms",
            Unit.SHARE, "a percentage such as 99.5%",
            Unit.RATE, "a rate such as 1000/s",
            Unit.BYTES, "a size such as 64KB",
            Unit.BYTES_PER_OPERATION, "a size per operation such as 64B/op",
            Unit.BYTES_PER_HOUR, "a size per hour such as 10MB/h",
            Unit.COUNT, "a number"));

    private Objectives() {}

    /**
     * Parses an objective such as {@code "p99 < 10ms"} or {@code "success >= 99.5% for checkout"}.
     *
     * @throws GrammarException if the text is anything else, or the unit does not fit the metric
     */
    public static Objective parse(String text) {
        Scanner scanner = new Scanner(text);
        scanner.skipBlanks();
        Metric metric = metric(scanner);
        Operator operator = operator(scanner);
        scanner.skipBlanks();
        int valueAt = scanner.position();
        Quantity limit = quantity(scanner);
        checkUnit(scanner, valueAt, metric, limit);
        return new Objective(text.strip(), metric, operator, limit, operation(scanner));
    }

    private static Metric metric(Scanner scanner) {
        int start = scanner.position();
        String name = scanner.takeWhile(c -> "<>=".indexOf(c) < 0).strip();
        if (name.isEmpty()) {
            throw scanner.error(start, "expected a metric: " + EXAMPLE);
        }
        if (scanner.atEnd()) {
            throw scanner.error(scanner.position(), "expected one of <, <=, >, >=, == and a value: " + EXAMPLE);
        }
        if (!Character.isLetter(name.charAt(0))) {
            throw scanner.error(start, "expected a metric: " + EXAMPLE);
        }
        return quantile(scanner, start, name).or(() -> standard(name)).orElseGet(() -> new Metric.Custom(name));
    }

    private static Optional<Metric> standard(String name) {
        return Arrays.stream(Standard.values())
                .filter(metric -> metric.text().equals(name.toLowerCase(Locale.ROOT)))
                .map(Metric.class::cast)
                .findFirst();
    }

    private static Optional<Metric> quantile(Scanner scanner, int start, String name) {
        if (!name.matches("[pP][0-9][0-9.]*")) {
            return Optional.empty();
        }
        if (!name.matches("[pP][0-9]{1,2}(\\.[0-9]+)?") || name.matches("[pP]0{1,2}(\\.0+)?")) {
            throw scanner.error(start + 1, "expected a quantile between p0 and p100, such as p50, p99 or p99.9");
        }
        double percent = Double.parseDouble(name.substring(1));
        return Optional.of(new Metric.Quantile(name.toLowerCase(Locale.ROOT), percent / 100));
    }

    private static Operator operator(Scanner scanner) {
        int start = scanner.position();
        String sign = scanner.takeWhile(c -> "<>=".indexOf(c) >= 0);
        return Arrays.stream(Operator.values())
                .filter(operator -> operator.sign().equals(sign))
                .findFirst()
                .orElseThrow(() -> scanner.error(start, "expected one of <, <=, >, >=, =="));
    }

    private static Quantity quantity(Scanner scanner) {
        int start = scanner.position();
        double number = scanner.number("a value such as 10ms, 99.5%, 1000/s or 64KB");
        scanner.skipBlanks();
        int unitAt = scanner.position();
        if (scanner.take("%")) {
            return new Quantity(number / 100, Unit.SHARE, since(scanner, start));
        }
        if (scanner.take("/")) {
            Double seconds = Rates.SECONDS_BY_UNIT.get(scanner.takeWhile(Character::isLetter));
            if (seconds == null) {
                throw scanner.error(unitAt + 1, "expected a unit of time: s, m or h");
            }
            return new Quantity(number / seconds, Unit.RATE, since(scanner, start));
        }
        return withLetters(scanner, start, unitAt, number);
    }

    private static Quantity withLetters(Scanner scanner, int start, int unitAt, double number) {
        if (scanner.take("for ")) { // no unit: the operation follows
            return new Quantity(number, Unit.COUNT, rewindTo(scanner, start, unitAt));
        }
        String unit = scanner.takeWhile(Character::isLetter);
        if (unit.isEmpty()) {
            return new Quantity(number, Unit.COUNT, since(scanner, start));
        }
        Long nanos = Durations.NANOS_BY_UNIT.get(unit);
        if (nanos != null) {
            return new Quantity(number * nanos, Unit.TIME, since(scanner, start));
        }
        Long bytes = Sizes.BYTES_BY_UNIT.get(unit);
        if (bytes == null) {
            throw scanner.error(unitAt, "expected a unit such as ms, s, %, /s, KB or MB");
        }
        return new Quantity(number * bytes, bytesPer(scanner), since(scanner, start));
    }

    private static Unit bytesPer(Scanner scanner) {
        if (!scanner.take("/")) {
            return Unit.BYTES;
        }
        int at = scanner.position();
        return switch (scanner.takeWhile(Character::isLetter)) {
            case "op" -> Unit.BYTES_PER_OPERATION;
            case "h" -> Unit.BYTES_PER_HOUR;
            default -> throw scanner.error(at, "expected op or h");
        };
    }

    private static String since(Scanner scanner, int start) {
        return scanner.text().substring(start, scanner.position()).strip();
    }

    private static String rewindTo(Scanner scanner, int start, int unitAt) {
        scanner.rewind(unitAt);
        return scanner.text().substring(start, unitAt).strip();
    }

    private static void checkUnit(Scanner scanner, int valueAt, Metric metric, Quantity limit) {
        List<Unit> allowed = units(metric);
        if (allowed != null && !allowed.contains(limit.unit())) {
            String expected = allowed.stream().map(EXAMPLES::get).collect(Collectors.joining(" or "));
            throw scanner.error(valueAt, metric.label() + " is compared with " + expected);
        }
        if (limit.unit() == Unit.SHARE && metric != Standard.RATE && limit.value() > 1 && metric != Standard.CPU) {
            throw scanner.error(valueAt, "a percentage is at most 100%");
        }
    }

    private static @Nullable List<Unit> units(Metric metric) {
        if (metric instanceof Standard standard) {
            return standard.units();
        }
        return metric instanceof Metric.Quantile ? List.of(Unit.TIME) : null;
    }

    private static @Nullable String operation(Scanner scanner) {
        scanner.skipBlanks();
        if (scanner.atEnd()) {
            return null;
        }
        int at = scanner.position();
        if (!scanner.take("for ")) {
            throw scanner.error(at, "expected the end or \"for OPERATION\"");
        }
        String operation = scanner.rest().strip();
        if (operation.isEmpty()) {
            throw scanner.error(scanner.position(), "expected the name of an operation");
        }
        return operation;
    }
}
