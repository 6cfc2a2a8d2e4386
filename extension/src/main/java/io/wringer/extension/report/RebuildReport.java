package io.wringer.extension.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;

/**
 * Rebuilds index and page of a directory of results by hand.
 *
 * <pre>
 * java -cp wringer-extension.jar io.wringer.extension.report.RebuildReport target/wringer
 * </pre>
 *
 * Needs neither JUnit nor the annotations on the class path. Prints the path of the page, and exits with 1 if there is
 * none, with 2 if it was called in a wrong way.
 *
 * @since 0.1
 */
public final class RebuildReport {

    private static final String USAGE = "usage: java -cp wringer-extension.jar "
            + RebuildReport.class.getName() + " DIRECTORY\n"
            + "Rebuilds index.html and index.json of a directory of results, for example target/wringer.";

    private RebuildReport() {}

    /**
     * Rebuilds a directory.
     *
     * @param arguments the directory
     */
    public static void main(String[] arguments) {
        int status = run(List.of(arguments), System.out, System.err);
        if (status != 0) {
            System.exit(status);
        }
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        if (arguments.size() != 1 || arguments.get(0).startsWith("-")) {
            err.println(USAGE);
            return 2;
        }
        try {
            out.println(ConsoleLine.PREFIX + "report: "
                    + ReportDirectory.rebuild(Path.of(arguments.get(0))).toAbsolutePath());
            return 0;
        } catch (NotDirectoryException e) {
            err.println(ConsoleLine.PREFIX + "not a directory: " + e.getFile());
        } catch (IOException | RuntimeException e) {
            err.println(ConsoleLine.PREFIX + "the report was not rebuilt: " + Texts.describe(e));
        }
        return 1;
    }
}
