package io.wringer.extension.report;

import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes the index for people: one page that needs nothing else.
 *
 * <p>It loads nothing, and its content security policy keeps it from that. Without scripts it shows all but the charts,
 * whose numbers it shows as tables.
 */
final class Page {

    /** Failures that are shown at once; more would bury the overview. */
    private static final int OPEN = 3;

    /** More would be too much for browsers; failures come first. */
    static final int MOST_DETAILED = 1000;

    private final Index index;
    private final Html html;
    private int opened;
    private int detailed;

    private Page(Index index, Html html) {
        this.index = index;
        this.html = html;
    }

    /** Writes an index; the writer stays open. */
    static void write(Index index, Writer out) throws IOException {
        out.write("<!DOCTYPE html>\n");
        new Page(index, new Html(out)).write();
    }

    private void write() throws IOException {
        html.open("html", "lang", "en");
        String library = Resources.read("uPlot.iife.min.js");
        String script = Resources.read("page.js");
        writeHead(policy(library, script));
        html.open("body").element("a", "Skip to the tests", "class", "skip", "href", "#tests");
        writeHeader();
        writeTools();
        writeTests();
        html.verbatim("script", library).verbatim("script", script);
        html.close().close().line();
    }

    private void writeHead(String policy) throws IOException {
        html.open("head").empty("meta", "charset", "utf-8");
        html.empty("meta", "http-equiv", "Content-Security-Policy", "content", policy);
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.empty("meta", "name", "color-scheme", "content", "light dark");
        html.empty("link", "rel", "icon", "href", "data:,");
        html.element("title", headline() + " - Wringer");
        html.verbatim("style", Resources.read("uPlot.min.css"));
        html.verbatim("style", Resources.read("page.css"));
        html.close().line();
    }

    private static String policy(String... scripts) {
        StringBuilder policy =
                new StringBuilder("default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src");
        for (String script : scripts) {
            policy.append(" 'sha256-").append(hash(script)).append('\'');
        }
        return policy.toString();
    }

    private static String hash(String script) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    private void writeHeader() throws IOException {
        html.open("header").element("p", "Wringer", "class", "brand").element("h1", headline());
        writeTotals();
        writeWhen();
        writeSkipped();
        html.close().line();
    }

    /** Returns the answer to the first question of every reader. */
    private String headline() {
        int passed = total(Status.PASSED);
        int failed = total(Status.FAILED);
        int errors = total(Status.ERROR);
        String tests = counted(index.tests().size(), "test");
        if (failed > 0) {
            return failed + " of " + tests + " failed" + (errors > 0 ? ", " + errors + " in error" : "");
        }
        if (errors > 0) {
            return errors + " of " + tests + " in error";
        }
        if (index.tests().isEmpty()) {
            return "No results";
        }
        return passed == index.tests().size() ? tests + " passed" : passed + " of " + tests + " passed";
    }

    private int total(Status status) {
        return index.totals().getOrDefault(status, 0);
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private void writeTotals() throws IOException {
        html.open("ul", "class", "totals");
        for (Map.Entry<Status, Integer> total : index.totals().entrySet()) {
            String word = StatusHtml.word(total.getKey());
            html.open("li", "class", total.getValue() == 0 ? "none" : word);
            html.element("b", total.getValue().toString()).text(" " + word).close();
        }
        html.close().open("div", "class", "bar", "aria-hidden", "true");
        for (Map.Entry<Status, Integer> total : index.totals().entrySet()) {
            if (total.getValue() > 0) {
                html.open("span", "class", StatusHtml.word(total.getKey()), "style", "flex-grow:" + total.getValue())
                        .close();
            }
        }
        html.close();
    }

    private void writeWhen() throws IOException {
        List<StoredResult> latest = index.tests().stream()
                .map(Index.Test::latest)
                .sorted(Comparator.comparing(StoredResult::started))
                .toList();
        if (!latest.isEmpty()) {
            html.open("p", "class", "when").text("Run from ");
            StatusHtml.writeTime(latest.get(0).started(), html);
            html.text(" to ");
            StatusHtml.writeTime(latest.get(latest.size() - 1).started(), html);
            html.close();
        }
    }

    private void writeSkipped() throws IOException {
        if (index.skipped().isEmpty()) {
            return;
        }
        html.open("details", "class", "skipped");
        html.element("summary", counted(index.skipped().size(), "file") + " left out")
                .open("ul");
        for (Index.Skipped skipped : index.skipped()) {
            html.open("li")
                    .element("code", skipped.name())
                    .text(": " + skipped.reason())
                    .close();
        }
        html.close().close();
    }

    /** Needs the script, which shows it. */
    private void writeTools() throws IOException {
        html.open("form", "id", "tools", "role", "search", "hidden", "");
        html.open("label").text("Filter ");
        html.empty("input", "type", "search", "id", "filter", "placeholder", "class, method, message");
        html.close().open("span", "class", "choices", "role", "group", "aria-label", "Show only");
        for (Map.Entry<Status, Integer> total : index.totals().entrySet()) {
            if (total.getValue() > 0) {
                writeChoice(StatusHtml.word(total.getKey()));
            }
        }
        html.close().element("button", "Open all", "type", "button", "id", "open");
        html.element("button", "Close all", "type", "button", "id", "close");
        html.open("output", "id", "shown").close().close().line();
    }

    private void writeChoice(String word) throws IOException {
        html.element("button", word, "type", "button", "aria-pressed", "false", "data-status", word);
    }

    private void writeTests() throws IOException {
        html.open("main", "id", "tests");
        int number = 0;
        for (Map.Entry<String, List<Index.Test>> group : classes()) {
            writeClass("class-" + ++number, group.getKey(), group.getValue());
        }
        html.close().line();
    }

    /** Classes with failures come first. */
    private List<Map.Entry<String, List<Index.Test>>> classes() {
        return index.byClass().entrySet().stream()
                .sorted(Comparator.comparing(group -> worst(group.getValue())))
                .toList();
    }

    private static Status worst(List<Index.Test> tests) {
        return tests.stream().map(Page::status).min(Comparator.naturalOrder()).orElse(Status.PASSED);
    }

    private static Status status(Index.Test test) {
        return test.latest().status();
    }

    private void writeClass(String id, String className, List<Index.Test> tests) throws IOException {
        int dot = className.lastIndexOf('.') + 1;
        html.open("section", "class", "class", "aria-labelledby", id).open("h2", "id", id);
        html.element("span", className.substring(0, dot))
                .text(className.substring(dot))
                .close();
        for (Index.Test test :
                tests.stream().sorted(Comparator.comparing(Page::status)).toList()) {
            writeTest(test, className.substring(dot) + ".");
        }
        html.close().line();
    }

    private void writeTest(Index.Test test, String prefix) throws IOException {
        StoredResult latest = test.latest();
        String word = StatusHtml.word(latest.status());
        String id = "test-" + latest.id();
        if (latest.status().compareTo(Status.INCONCLUSIVE) <= 0 && opened++ < OPEN) {
            html.open("details", "class", "test " + word, "id", id, "data-status", word, "open", "");
        } else {
            html.open("details", "class", "test " + word, "id", id, "data-status", word);
        }
        writeRow(test, prefix);
        html.open("div", "class", "details");
        if (detailed++ < MOST_DETAILED) {
            html.include(details(test));
        } else {
            html.element("p", "Details are in " + latest.fileName() + ", because this page has enough of them.");
        }
        html.close().close().line();
    }

    /** A file that is gone by now, or that holds what nobody thought of, costs its own details only. */
    private static String details(Index.Test test) {
        StringWriter details = new StringWriter();
        try {
            new DetailsHtml(new Html(details)).write(test);
            return details.toString();
        } catch (IOException | RuntimeException e) {
            return Html.escape("The details in " + test.latest().fileName() + " can't be shown: " + Texts.describe(e));
        }
    }

    private void writeRow(Index.Test test, String prefix) throws IOException {
        StoredResult latest = test.latest();
        html.open("summary");
        StatusHtml.writeBadge(latest.status(), html);
        html.open("span", "class", "what").element("h3", name(latest, prefix));
        writeGist(latest);
        writeRuns(test);
        html.close().element("span", Texts.took(latest.took()), "class", "took", "title", "took");
        StatusHtml.writeTime(latest.started(), html);
        html.close();
    }

    private static String name(StoredResult result, String prefix) {
        String name = result.displayName();
        return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    }

    private void writeGist(StoredResult result) throws IOException {
        if (result.status() != Status.PASSED || result.summaries().isEmpty()) {
            html.element("span", result.headline(), "class", "headline");
        }
        for (StoredResult.Summary summary : result.summaries()) {
            html.open("span", "class", "summary")
                    .element("b", summary.lens())
                    .text(" " + summary.text())
                    .close();
        }
        for (String note : result.notes()) {
            html.open("span", "class", "note")
                    .element("b", "note")
                    .text(" " + Texts.firstLine(note))
                    .close();
        }
    }

    private void writeRuns(Index.Test test) throws IOException {
        if (!test.older().isEmpty()) {
            html.element("span", older(test.older()), "class", test.changed() ? "runs changed" : "runs");
        }
    }

    /** Returns {@code 3 older runs: 1 failed, 2 passed}. */
    private static String older(List<StoredResult> runs) {
        Map<Status, Long> counts = runs.stream()
                .collect(Collectors.groupingBy(
                        StoredResult::status, () -> new EnumMap<>(Status.class), Collectors.counting()));
        return counted(runs.size(), "older run") + ": "
                + counts.entrySet().stream()
                        .map(count -> count.getValue() + " " + StatusHtml.word(count.getKey()))
                        .collect(Collectors.joining(", "));
    }
}
