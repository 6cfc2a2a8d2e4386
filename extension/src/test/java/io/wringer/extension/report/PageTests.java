package io.wringer.extension.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wringer.extension.run.Series;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageTests {

    private static final Pattern TAG = Pattern.compile("<(/?)([a-z][a-z0-9]*)((?: [a-z-]+=\"[^\"<>]*\")*)>");
    private static final Pattern SCRIPT_OR_STYLE =
            Pattern.compile("(<(script|style)[^>]*>)(.*?)(</\\2>)", Pattern.DOTALL);
    private static final Set<String> EMPTY = Set.of("meta", "link", "input", "br");

    @TempDir
    Path directory;

    @Test
    void showsWhatWasFoundWithoutScripts() throws IOException {
        assertThat(withoutScripts(gallery()))
                .contains("<h1>3 of 10 tests failed, 1 in error</h1>")
                .contains("<b>4</b> passed")
                .contains("<h2 id=\"class-2\"><span>com.acme.shop.orders.</span>OrdersTest</h2>")
                .contains("<h3>checkout</h3><span class=\"headline\">p99 is 12.4 ms, limit 10 ms</span>")
                .contains("<span class=\"summary\"><b>stress</b> 12,340 operations, 1,234/s, p99 12.4 ms</span>")
                .contains("37 of 12,345 operations failed: 37 x SQLTransientConnectionException</pre>")
                .contains("Caused by: java.lang.IllegalStateException: pool exhausted")
                .contains("Reproduce: <code>-Dwringer.seed=42</code>")
                .contains("<th scope=\"row\">heap used</th><td>11.8 MiB</td>")
                .contains("<th scope=\"col\">throughput [operations/s]</th>")
                .contains(
                        "<span class=\"note\"><b>note</b> file descriptors were not counted: this JVM does not say them</span>")
                .contains(">2 older runs: 2 passed<")
                .contains("2 files left out")
                .contains("<code>package.json</code>: it is not a result of Wringer");
    }

    @Test
    void nothingThatTestsSayIsMarkup() throws IOException {
        String page = gallery();
        Set<String> ours = Set.of(
                "html",
                "head",
                "meta",
                "link",
                "title",
                "style",
                "body",
                "a",
                "header",
                "p",
                "h1",
                "ul",
                "li",
                "b",
                "div",
                "span",
                "time",
                "details",
                "summary",
                "code",
                "form",
                "label",
                "input",
                "button",
                "output",
                "main",
                "section",
                "h2",
                "h3",
                "h4",
                "pre",
                "small",
                "figure",
                "figcaption",
                "script",
                "table",
                "thead",
                "tbody",
                "tr",
                "th",
                "td",
                "br");
        assertThat(elements(withoutScripts(page))).isSubsetOf(ours).doesNotContain("svg", "img", "i", "u");
        assertThat(page)
                .doesNotContain("alert(1)</script>")
                .contains("it says: &quot;&lt;script&gt;alert(1)&lt;/script&gt;&quot; &amp; &#39;quotes&#39;\uFFFD")
                .contains("\"name\":\"\\u003c/script>\\u003cb>\"");
    }

    @Test
    void elementsAreNestedProperly() throws IOException {
        Deque<String> open = new ArrayDeque<>();
        Matcher tags = TAG.matcher(withoutScripts(gallery()));
        while (tags.find()) {
            if (tags.group(1).isEmpty() && !EMPTY.contains(tags.group(2))) {
                open.push(tags.group(2));
            } else if (!tags.group(1).isEmpty()) {
                assertThat(open.pop()).isEqualTo(tags.group(2));
            }
        }
        assertThat(open).isEmpty();
    }

    @Test
    void loadsNothingAndMayLoadNothing() throws IOException {
        String page = gallery();
        assertThat(attributes(withoutScripts(page), "src")).isEmpty();
        assertThat(attributes(withoutScripts(page), "href"))
                .allMatch(target -> target.matches("#tests|data:,|\\./[A-Za-z0-9_-]+\\.json"));
        assertThat(attributes(withoutScripts(page), "content"))
                .first()
                .asString()
                .matches("default-src &#39;none&#39;; img-src data:; style-src &#39;unsafe-inline&#39;;"
                        + " script-src &#39;sha256-[A-Za-z0-9+/=]{44}&#39; &#39;sha256-[A-Za-z0-9+/=]{44}&#39;");
        assertThat(page).doesNotContain("@import").doesNotContain("url(");
    }

    @Test
    void chartsCarryTheirDataAndSayItInWords() throws IOException {
        assertThat(gallery())
                .contains("aria-label=\"Chart, count over time. failures: from 0 to 9, last 0\"")
                .contains(
                        "{\"unit\":\"ns\",\"over\":\"percentile\",\"overUnit\":\"%\",\"positions\":[0,50,75,90,99,99.9,99.99,100],"
                                + "\"lines\":[{\"name\":\"latency\",\"values\":[400000,1200000,2000000,4800000,12400000,90000000,200000000,250000000]}]}")
                .contains("<b>latency p50, p99, max</b> <span>over time</span>")
                .contains("Not drawn, but in the file: &lt;broken&gt;");
    }

    @Test
    void anEmptyDirectoryHasAPage() throws IOException {
        assertThat(Files.readString(Reports.rebuild(directory))).contains("<h1>No results</h1>");
    }

    @Test
    void aFileThatIsGoneIsSaid() throws IOException {
        new Gallery(directory).publish(60);
        Index index = Index.read(directory);
        Files.delete(index.tests().get(0).latest().file());
        StringWriter page = new StringWriter();
        Page.write(index, page);
        assertThat(page.toString()).contains(" can&#39;t be shown: java.nio.file.");
    }

    @Test
    void numbersThatNoOneExpectsAreShown() throws IOException {
        new Gallery(directory).publish(60);
        Index.Test test = Index.read(directory).tests().get(0);
        String json = Files.readString(test.latest().file());
        Files.writeString(
                test.latest().file(),
                json.replace("\"tookMillis\" : ", "\"tookMillis\" : 1e300, \"was\" : ")
                        .replace(
                                "\"positions\" : [",
                                "\"more\" : [ 1e999, -1e999, 1e-320, 123456789012345678901234567890 ], \"positions\" : [")
                        .replace("\"values\" : [ ", "\"values\" : [ 1e999, "));
        assertThat(Files.readString(Reports.rebuild(directory)))
                .doesNotContain("can&#39;t be shown")
                .contains("2562047 h 47 min");
    }

    @Test
    void aPageHasDetailsOfSoManyTestsOnly() throws IOException {
        new Gallery(directory).publish(60);
        Index.Test one = Index.read(directory).tests().stream()
                .filter(test -> test.latest().displayName().endsWith("misconfigured"))
                .findFirst()
                .orElseThrow();
        StringWriter page = new StringWriter();
        Page.write(new Index(Collections.nCopies(Page.MOST_DETAILED + 1, one), List.of()), page);
        assertThat(page.toString().split("class=\"reproduce\"")).hasSize(Page.MOST_DETAILED + 1);
        assertThat(page.toString().split("because this page has enough of them"))
                .hasSize(2);
    }

    @Test
    void contentThatEndsItsElementIsRefused() {
        assertThatThrownBy(() -> new Html(new StringWriter()).verbatim("script", "a</script>"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "heapUsedBytes, heap used",
        "tookMillis, took",
        "failed, failed",
        "p99.9, p99.9",
        "com.acme.Session, com.acme.Session",
        "lateStarts, late starts"
    })
    void namesOfFactsAreWords(String name, String label) {
        assertThat(FactsHtml.label(name)).isEqualTo(label);
    }

    @ParameterizedTest
    @CsvSource({
        "tookNanos, 3210000, 3.21 ms",
        "tookMicros, 12, 12 µs",
        "tookMillis, 1500, 1.50 s",
        "tookSeconds, 90, 1 min 30 s",
        "heapBytes, 1536, 1.50 KiB",
        "bytes, 1024, 1 KiB",
        "operations, 12345, '12,345'",
        "ratio, 0.25, 0.25"
    })
    void numbersAreShownInTheUnitOfTheirName(String name, double value, String text) {
        assertThat(Numbers.inUnitOf(name, value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "ns, 1500000, 1.50 ms, over time",
        "ms, 1500, 1.50 s, over time",
        "s, 5400, 1 h 30 min, over time",
        "share, 0.25, 25%, over time",
        "bytes, 2048, 2 KiB, over time",
        "bytes/operation, 100, 100 B, per operation over time",
        "operations/s, 1234, '1,234', operations/s over time",
        "'', 3, 3, count over time"
    })
    void seriesSayTheirUnitOnce(String unit, double value, String text, String axes) {
        assertThat(Numbers.inUnit(unit, value)).isEqualTo(text);
        assertThat(new Chart(List.of(series("a", unit, List.of(1), List.of(1)))).axes())
                .isEqualTo(axes);
    }

    @Test
    void longSeriesAreThinnedButKeepPeaksGapsAndEnds() {
        int count = 100_000;
        List<Integer> positions = IntStream.range(0, count).boxed().toList();
        List<Integer> flat = new ArrayList<>(Collections.nCopies(count, 5));
        flat.set(12_345, 900);
        flat.set(54_321, -7);
        List<Integer> gap = new ArrayList<>(Collections.nCopies(count, 1));
        gap.set(77_777, null);
        Chart thin = Thinning.thin(
                new Chart(List.of(series("flat", "ms", positions, flat), series("gap", "ms", positions, gap))));
        List<Integer> kept =
                thin.first().positions().stream().map(Number::intValue).toList();
        assertThat(kept)
                .hasSizeLessThanOrEqualTo(Thinning.MOST_POINTS)
                .contains(0, 12_345, 54_321, 77_777, count - 1)
                .isSorted();
        assertThat(thin.lines().get(0).values().get(kept.indexOf(12_345)).intValue())
                .isEqualTo(900);
        assertThat(thin.lines().get(1).values().get(kept.indexOf(77_777))).isNull();
    }

    @Test
    void shortSeriesAreLeftAlone() {
        Chart chart = new Chart(List.of(series("a", "ms", List.of(1, 2), List.of(3, 4))));
        assertThat(Thinning.thin(chart)).isSameAs(chart);
    }

    @Test
    void seriesThatCompareShareAChart() {
        Series p50 = series("latency p50", "ms", List.of(1, 2), List.of(3, 4));
        Series p99 = series("latency p99", "ms", List.of(1, 2), List.of(5, 6));
        Series later = series("latency later", "ms", List.of(1, 3), List.of(5, 6));
        Series other = series("latency in s", "s", List.of(1, 2), List.of(5, 6));
        Series count = series("A", "", List.of(1, 2), List.of(5, 6));
        assertThat(Chart.of(List.of(p50, other, p99, later, count, count)))
                .extracting(Chart::title)
                .containsExactly("latency p50, p99", "latency in s", "latency later", "A", "A");
    }

    @Test
    void whatIsNoSeriesIsNamed() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("threads", 3);
        facts.put(
                "series",
                Arrays.asList(
                        series("good", "ms", List.of(1, 2), Arrays.asList(1, null))
                                .fact(),
                        series("void", "ms", List.of(1, 2), Arrays.asList(null, null))
                                .fact(),
                        Map.of("name", "short", "positions", List.of(1), "values", List.of(1, 2)),
                        Map.of("name", "backwards", "positions", List.of(2, 1), "values", List.of(1, 2)),
                        "text",
                        null));
        Facts read = Facts.of(facts);
        assertThat(read.values()).containsOnlyKeys("threads");
        assertThat(read.series()).extracting(Series::name).containsExactly("good");
        assertThat(read.unmeasured()).containsExactly("void");
        assertThat(read.undrawn()).containsExactly("short", "backwards", "series 5", "series 6");
    }

    private static Series series(String name, String unit, List<Integer> positions, List<Integer> values) {
        return new Series(name, unit, "time", "s", positions, values);
    }

    private String gallery() throws IOException {
        new Gallery(directory).publish(60);
        return Files.readString(Reports.rebuild(directory));
    }

    /** Empties scripts and styles, and checks on the way that none of them ends early. */
    private static String withoutScripts(String page) {
        return SCRIPT_OR_STYLE.matcher(page).replaceAll("$1$4");
    }

    private static Set<String> elements(String page) {
        Set<String> elements = new java.util.TreeSet<>();
        Matcher tags = Pattern.compile("<([A-Za-z]+[0-9]?)").matcher(page);
        while (tags.find()) {
            elements.add(tags.group(1));
        }
        return elements;
    }

    private static List<String> attributes(String page, String name) {
        List<String> values = new ArrayList<>();
        Matcher tags = TAG.matcher(page);
        while (tags.find()) {
            Matcher attribute = Pattern.compile(" " + name + "=\"([^\"]*)\"").matcher(tags.group(3));
            if (attribute.find()) {
                values.add(attribute.group(1));
            }
        }
        return values;
    }
}
