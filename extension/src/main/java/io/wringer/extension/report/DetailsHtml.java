package io.wringer.extension.report;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes everything about one test that its row does not show. */
final class DetailsHtml {

    private static final int MOST_RUNS = 20;

    private final Html html;

    DetailsHtml(Html html) {
        this.html = html;
    }

    /**
     * Writes the details of a test, which are read from its file.
     *
     * @throws IOException if the file is gone or damaged by now
     */
    void write(Index.Test test) throws IOException {
        write(test.latest(), test.latest().details());
        writeHistory(test.older());
    }

    private void write(StoredResult result, Map<String, @Nullable Object> json) throws IOException {
        for (Object finding : Values.list(json.get("findings"))) {
            writeFinding(Values.map(finding));
        }
        if (json.containsKey("thrown")) {
            html.open("section", "class", "finding failure").element("h4", "Thrown by the test");
            writeThrowable(Values.map(json.get("thrown")));
            html.close();
        }
        writeReproduce(Values.text(json, "reproduce"));
        for (Object lens : Values.list(json.get("lenses"))) {
            writeLens(Values.map(lens));
        }
        writeOrigin(result, json);
    }

    private void writeFinding(Map<String, @Nullable Object> finding) throws IOException {
        String severity = Values.text(finding, "severity").toLowerCase(Locale.ROOT);
        html.open("section", "class", "finding " + severity);
        html.open("p", "class", "kind")
                .text(severity + ", found by " + Values.text(finding, "lens") + ", fingerprint ");
        html.element("code", Values.text(finding, "fingerprint")).close();
        html.element("h4", Values.text(finding, "headline"));
        writeEvidence(Values.list(finding.get("evidence")));
        for (Object cause : Values.list(finding.get("causes"))) {
            writeThrowable(Values.map(cause));
        }
        html.close().line();
    }

    private void writeEvidence(List<? extends @Nullable Object> evidence) throws IOException {
        if (!evidence.isEmpty()) {
            html.element(
                    "pre",
                    String.join("\n", evidence.stream().map(String::valueOf).toList()));
        }
    }

    private void writeThrowable(Map<String, @Nullable Object> throwable) throws IOException {
        String message = Values.text(throwable, "message");
        html.open("details", "class", "stack").open("summary").element("code", Values.text(throwable, "type"));
        html.text(message.isEmpty() ? "" : ": " + Texts.oneLine(Texts.firstLine(message), 300))
                .close();
        html.element("pre", Values.text(throwable, "stack")).close();
    }

    private void writeReproduce(String reproduce) throws IOException {
        if (!reproduce.isBlank()) {
            html.open("p", "class", "reproduce")
                    .text("Reproduce: ")
                    .element("code", reproduce)
                    .close()
                    .line();
        }
    }

    private void writeLens(Map<String, @Nullable Object> lens) throws IOException {
        Facts facts = Facts.of(lens.get("facts"));
        html.open("section", "class", "lens").open("h4").text(Values.text(lens, "lens"));
        html.text(" ").element("small", Values.text(lens, "summary")).close();
        new ChartHtml(html).write(facts.series());
        writeNames("No value was measured: ", facts.unmeasured());
        writeNames("Not drawn, but in the file: ", facts.undrawn());
        new FactsHtml(html).write(facts.values());
        html.close().line();
    }

    private void writeNames(String prefix, List<String> names) throws IOException {
        if (!names.isEmpty()) {
            html.element("p", prefix + String.join(", ", names), "class", "missing");
        }
    }

    private void writeOrigin(StoredResult result, Map<String, @Nullable Object> json) throws IOException {
        Map<String, @Nullable Object> jvm = Values.map(json.get("jvm"));
        html.open("p", "class", "origin");
        html.text("Seed " + Values.text(json, "seed") + ". " + Values.text(jvm, "name") + " "
                + Values.text(jvm, "version")
                + ", " + Values.text(jvm, "os") + ", " + Values.text(jvm, "processors") + " processors, process "
                + Values.text(jvm, "pid") + ". ");
        writeLink(result.fileName(), result);
        html.empty("br").element("code", Values.text(json, "uniqueId")).close();
    }

    private void writeLink(String text, StoredResult result) throws IOException {
        String name =
                URLEncoder.encode(result.fileName(), StandardCharsets.UTF_8).replace("+", "%20");
        html.element("a", text, "href", "./" + name);
    }

    private void writeHistory(List<StoredResult> older) throws IOException {
        if (older.isEmpty()) {
            return;
        }
        html.open("section", "class", "history")
                .element("h4", "Older runs")
                .open("table")
                .open("tbody");
        for (StoredResult run : older.subList(0, Math.min(older.size(), MOST_RUNS))) {
            html.open("tr").open("td");
            StatusHtml.writeBadge(run.status(), html);
            html.close()
                    .element("td", Texts.oneLine(run.headline(), 300))
                    .element("td", Texts.took(run.took()))
                    .open("td");
            StatusHtml.writeTime(run.started(), html);
            html.close().open("td");
            writeLink("file", run);
            html.close().close();
        }
        html.close().close();
        if (older.size() > MOST_RUNS) {
            html.element("p", "... and " + (older.size() - MOST_RUNS) + " more in " + Index.JSON);
        }
        html.close();
    }
}
