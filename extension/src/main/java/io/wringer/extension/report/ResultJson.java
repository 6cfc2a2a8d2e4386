package io.wringer.extension.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.wringer.extension.run.Outcome;
import io.wringer.extension.verdict.Finding;
import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes one result; the format is described in the guide, and read by {@link StoredResult}. */
final class ResultJson {

    static final String FORMAT = "wringer-result";
    static final int VERSION = 1;

    private final JsonGenerator json;

    private ResultJson(JsonGenerator json) {
        this.json = json;
    }

    /** Writes a report; the writer stays open. */
    static void write(TestReport report, Writer out) throws IOException {
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            new ResultJson(json).write(report);
            json.writeRaw('\n');
        }
    }

    private void write(TestReport report) throws IOException {
        json.writeStartObject();
        json.writeStringField("format", FORMAT);
        json.writeNumberField("version", VERSION);
        writeTest(report);
        writeResult(report);
        writeLenses(report);
        writeFindings(report);
        writeThrown(report.thrown());
        writeJvm();
        json.writeEndObject();
    }

    private void writeTest(TestReport report) throws IOException {
        json.writeStringField("id", ResultFile.hash(report.context().uniqueId()));
        json.writeStringField("uniqueId", report.context().uniqueId());
        json.writeStringField("displayName", report.context().displayName());
        json.writeStringField("className", report.className());
        json.writeStringField("methodName", report.methodName());
    }

    private void writeResult(TestReport report) throws IOException {
        json.writeStringField("verdict", Status.of(report).name());
        json.writeStringField("headline", ConsoleLine.gist(report));
        json.writeStringField("started", report.started().toString());
        json.writeNumberField("tookMillis", report.took().toNanos() / 1e6);
        json.writeNumberField("seed", report.context().seed());
        json.writeBooleanField("parallel", report.context().parallel());
        json.writeStringField("reproduce", report.reproduce());
    }

    private void writeLenses(TestReport report) throws IOException {
        json.writeArrayFieldStart("lenses");
        for (Outcome outcome : report.outcomes()) {
            json.writeStartObject();
            json.writeStringField("lens", outcome.lens());
            json.writeStringField("summary", outcome.observations().summary());
            json.writeFieldName("facts");
            writeMap(outcome.observations().facts());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeFindings(TestReport report) throws IOException {
        json.writeArrayFieldStart("findings");
        for (Finding finding : report.verdict().findings()) {
            writeFinding(finding);
        }
        json.writeEndArray();
    }

    private void writeFinding(Finding finding) throws IOException {
        json.writeStartObject();
        json.writeStringField("severity", finding.severity().name());
        json.writeStringField("lens", finding.lens());
        json.writeStringField("headline", finding.headline());
        json.writeStringField("fingerprint", finding.fingerprint());
        json.writeFieldName("evidence");
        writeList(finding.evidence());
        json.writeArrayFieldStart("causes");
        for (Throwable cause : finding.causes()) {
            writeThrowable(cause);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writeThrown(@Nullable Throwable thrown) throws IOException {
        if (thrown != null) {
            json.writeFieldName("thrown");
            writeThrowable(thrown);
        }
    }

    private void writeThrowable(Throwable throwable) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", throwable.getClass().getName());
        json.writeStringField("message", Texts.message(throwable));
        json.writeStringField("stack", Texts.stack(throwable));
        json.writeEndObject();
    }

    /** Arguments of the JVM and environment stay out: they may hold secrets. */
    private void writeJvm() throws IOException {
        json.writeObjectFieldStart("jvm");
        json.writeStringField("name", System.getProperty("java.vm.name", ""));
        json.writeStringField("vendor", System.getProperty("java.vendor", ""));
        json.writeStringField("version", Runtime.version().toString());
        json.writeStringField("os", System.getProperty("os.name", "") + " " + System.getProperty("os.version", ""));
        json.writeStringField("architecture", System.getProperty("os.arch", ""));
        json.writeNumberField("processors", Runtime.getRuntime().availableProcessors());
        json.writeNumberField("maxHeapBytes", Runtime.getRuntime().maxMemory());
        json.writeNumberField("pid", ProcessHandle.current().pid());
        json.writeNumberField(
                "uptimeMillis", ManagementFactory.getRuntimeMXBean().getUptime());
        json.writeEndObject();
    }

    private void writeMap(Map<?, ?> map) throws IOException {
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            json.writeFieldName(String.valueOf(entry.getKey()));
            writeValue(entry.getValue());
        }
        json.writeEndObject();
    }

    private void writeList(Collection<?> values) throws IOException {
        json.writeStartArray();
        for (Object value : values) {
            writeValue(value);
        }
        json.writeEndArray();
    }

    private void writeValue(@Nullable Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Map<?, ?> map) {
            writeMap(map);
        } else if (value instanceof Collection<?> values) {
            writeList(values);
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof Number number) {
            writeNumber(number);
        } else {
            json.writeString(value.toString());
        }
    }

    private void writeNumber(Number number) throws IOException {
        if (number instanceof Double || number instanceof Float) {
            json.writeNumber(number.doubleValue());
        } else if (number instanceof Long || number instanceof Integer) {
            json.writeNumber(number.longValue());
        } else {
            json.writeNumber(new BigDecimal(number.toString()));
        }
    }
}
