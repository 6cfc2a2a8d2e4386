package io.wringer.extension.report;

import java.io.IOException;
import java.io.Writer;
import java.util.Map;

/** Writes the index for people: one page that needs nothing else. */
final class Page {
    private Page() {}

    static void write(Index index, Writer out) throws IOException {
        out.write(
                "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Wringer</title></head><body>\n");
        for (Map.Entry<Status, Integer> total : index.totals().entrySet()) {
            out.write("<p>" + total.getKey() + ": " + total.getValue() + "</p>\n");
        }
        for (Index.Test test : index.tests()) {
            out.write("<p>"
                    + Html.escape(test.latest().status() + " " + test.latest().displayName() + " - "
                            + test.latest().headline())
                    + "</p>\n");
        }
        for (Index.Skipped skipped : index.skipped()) {
            out.write("<p>" + Html.escape("left out: " + skipped.name() + ": " + skipped.reason()) + "</p>\n");
        }
        out.write("</body></html>\n");
    }
}
