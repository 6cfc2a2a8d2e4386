package io.wringer.extension.report;

import io.wringer.extension.run.Series;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes charts: data for the script, a description for those who don't see it, and numbers for when it is off. */
final class ChartHtml {

    private static final int MOST_ROWS = 100;

    private final Html html;

    ChartHtml(Html html) {
        this.html = html;
    }

    /** Writes all charts of a lens. */
    void write(List<Series> series) throws IOException {
        if (!series.isEmpty()) {
            html.open("div", "class", "charts");
            for (Chart chart : Chart.of(series)) {
                write(chart);
            }
            html.close().line();
        }
    }

    private void write(Chart chart) throws IOException {
        Chart thin = Thinning.thin(chart);
        html.open("figure", "class", "chart").open("figcaption").element("b", chart.title());
        html.text(" ").element("span", chart.axes() + thinned(chart, thin)).close();
        html.open("div", "class", "plot", "role", "img", "aria-label", chart.description())
                .close();
        html.verbatim("script", thin.json(), "type", "application/json");
        html.open("details", "class", "numbers").element("summary", "Numbers");
        writeNumbers(chart);
        html.close().close();
    }

    private static String thinned(Chart chart, Chart thin) {
        int all = chart.first().positions().size();
        int drawn = thin.first().positions().size();
        return drawn == all ? "" : String.format("; %,d of %,d points drawn, all peaks among them", drawn, all);
    }

    private void writeNumbers(Chart chart) throws IOException {
        List<? extends Number> positions = chart.first().positions();
        html.open("table").open("thead").open("tr");
        html.element("th", named(chart.first().over(), chart.first().overUnit()), "scope", "col");
        for (Series line : chart.lines()) {
            html.element("th", named(line.name(), line.unit()), "scope", "col");
        }
        html.close().close().open("tbody");
        for (int row = 0; row < Math.min(positions.size(), MOST_ROWS); row++) {
            writeNumbers(row, chart);
        }
        html.close().close();
        if (positions.size() > MOST_ROWS) {
            html.element("p", "... and " + (positions.size() - MOST_ROWS) + " more in the file");
        }
    }

    private void writeNumbers(int row, Chart chart) throws IOException {
        html.open("tr").element("th", number(chart.first().positions().get(row)), "scope", "row");
        for (Series line : chart.lines()) {
            html.element("td", number(line.values().get(row)));
        }
        html.close();
    }

    private static String number(@Nullable Number number) {
        return number == null ? "" : Numbers.plain(number.doubleValue());
    }

    private static String named(String name, String unit) {
        return unit.isEmpty() ? name : name + " [" + unit + "]";
    }
}
