package io.wringer.extension.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.wringer.extension.run.Series;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * Lines that share their axes, one per series; immutable.
 *
 * @param lines at least one; all have the same positions
 */
record Chart(List<Series> lines) {

    private static final int MOST_LINES = 6;

    Chart {
        lines = List.copyOf(lines);
    }

    /** Puts series into one chart that have unit and positions in common, and the first word of their names. */
    static List<Chart> of(List<Series> series) {
        List<List<Series>> charts = new ArrayList<>();
        for (Series line : series) {
            charts.stream()
                    .filter(chart -> fits(line, chart))
                    .findFirst()
                    .ifPresentOrElse(chart -> chart.add(line), () -> {
                        List<Series> chart = new ArrayList<>();
                        chart.add(line);
                        charts.add(chart);
                    });
        }
        return charts.stream().map(Chart::new).toList();
    }

    private static boolean fits(Series line, List<Series> chart) {
        Series first = chart.get(0);
        return chart.size() < MOST_LINES
                && !topic(line).isEmpty()
                && topic(line).equals(topic(first))
                && line.unit().equals(first.unit())
                && line.over().equals(first.over())
                && line.overUnit().equals(first.overUnit())
                && line.positions().equals(first.positions());
    }

    Series first() {
        return lines.get(0);
    }

    /** Returns the first word and the blank after it, empty if there is no other. */
    private static String topic(Series line) {
        int blank = line.name().indexOf(' ');
        return line.name().substring(0, blank + 1);
    }

    /** Returns {@code latency p50, p99}. */
    String title() {
        String topic = topic(first());
        return first().name()
                + lines.stream()
                        .skip(1)
                        .map(line -> ", " + line.name().substring(topic.length()))
                        .collect(Collectors.joining());
    }

    /** Returns {@code operations/s over time}; what the values say themselves is left out. */
    String axes() {
        String unit = first().unit().isEmpty() ? "count" : Numbers.spokenUnit(first().unit());
        String overUnit = Numbers.spokenUnit(first().overUnit());
        String over = first().over().isEmpty() ? "" : "over " + first().over();
        return (unit + " " + over + (overUnit.isEmpty() ? "" : " [" + overUnit + "]")).strip();
    }

    /** Describes the chart to those who don't see it. */
    String description() {
        return "Chart, " + axes() + ". " + lines.stream().map(Chart::range).collect(Collectors.joining("; "));
    }

    private static String range(Series line) {
        double[] values = numbers(line.values()).toArray();
        if (values.length == 0) {
            return line.name() + ": nothing was measured";
        }
        DoubleSummaryStatistics summary = DoubleStream.of(values).summaryStatistics();
        return line.name() + ": from " + Numbers.inUnit(line.unit(), summary.getMin()) + " to "
                + Numbers.inUnit(line.unit(), summary.getMax()) + ", last "
                + Numbers.inUnit(line.unit(), values[values.length - 1]);
    }

    private static DoubleStream numbers(List<? extends @Nullable Number> values) {
        return values.stream().filter(Objects::nonNull).mapToDouble(Number::doubleValue);
    }

    /** Returns what the script draws, in a form that can stand in a script element. */
    String json() throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            write(json);
        }
        return text.toString()
                .replace("<", "\\u003c")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }

    private void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("unit", first().unit());
        json.writeStringField("over", first().over());
        json.writeStringField("overUnit", first().overUnit());
        json.writeFieldName("positions");
        write(first().positions(), json);
        json.writeArrayFieldStart("lines");
        for (Series line : lines) {
            json.writeStartObject();
            json.writeStringField("name", line.name());
            json.writeFieldName("values");
            write(line.values(), json);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(List<? extends @Nullable Number> numbers, JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (Number number : numbers) {
            if (number == null) {
                json.writeNull();
            } else {
                json.writeNumber(Numbers.json(number.doubleValue()));
            }
        }
        json.writeEndArray();
    }
}
