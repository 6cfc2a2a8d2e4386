package io.wringer.extension.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;
import java.util.Map;

/** Writes the index for machines. */
final class IndexJson {

    private static final String FORMAT = "wringer-index";
    private static final int VERSION = 1;

    private final JsonGenerator json;

    private IndexJson(JsonGenerator json) {
        this.json = json;
    }

    /** Writes an index; the writer stays open. */
    static void write(Index index, Writer out) throws IOException {
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            new IndexJson(json).write(index);
            json.writeRaw('\n');
        }
    }

    private void write(Index index) throws IOException {
        json.writeStartObject();
        json.writeStringField("format", FORMAT);
        json.writeNumberField("version", VERSION);
        writeTotals(index.totals());
        writeTests(index);
        writeSkipped(index);
        json.writeEndObject();
    }

    private void writeTotals(Map<Status, Integer> totals) throws IOException {
        json.writeObjectFieldStart("totals");
        for (Map.Entry<Status, Integer> total : totals.entrySet()) {
            json.writeNumberField(total.getKey().name().toLowerCase(Locale.ROOT), total.getValue());
        }
        json.writeEndObject();
    }

    private void writeTests(Index index) throws IOException {
        json.writeArrayFieldStart("tests");
        for (Index.Test test : index.tests()) {
            json.writeStartObject();
            writeResult(test.latest());
            json.writeArrayFieldStart("older");
            for (StoredResult older : test.older()) {
                json.writeStartObject();
                writeRun(older);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeResult(StoredResult result) throws IOException {
        json.writeStringField("id", result.id());
        json.writeStringField("displayName", result.displayName());
        json.writeStringField("className", result.className());
        json.writeStringField("methodName", result.methodName());
        writeRun(result);
    }

    private void writeRun(StoredResult result) throws IOException {
        json.writeStringField("verdict", result.status().name());
        json.writeStringField("headline", result.headline());
        json.writeStringField("started", result.started().toString());
        json.writeNumberField("tookMillis", result.took().toNanos() / 1e6);
        json.writeStringField("file", result.fileName());
    }

    private void writeSkipped(Index index) throws IOException {
        json.writeArrayFieldStart("skipped");
        for (Index.Skipped skipped : index.skipped()) {
            json.writeStartObject();
            json.writeStringField("file", skipped.name());
            json.writeStringField("reason", skipped.reason());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
