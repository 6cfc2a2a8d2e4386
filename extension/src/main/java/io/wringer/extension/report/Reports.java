package io.wringer.extension.report;

import io.wringer.WringerConfigurationException;
import io.wringer.extension.config.Setting;
import io.wringer.extension.config.Settings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reports the results of tests: one line on standard output and one JSON file per run of a test.
 *
 * <p>The files are all there is: nothing else is kept, so index and page can be {@linkplain #rebuild rebuilt} at any
 * time, from the files of any number of JVMs. Thread-safe.
 *
 * @since 0.1
 */
public final class Reports {

    private final Path base;
    private final Path directory;
    private final Supplier<PrintStream> out;

    private Reports(Path base, Path directory, Supplier<PrintStream> out) {
        this.base = base;
        this.directory = directory;
        this.out = out;
    }

    /**
     * Finds the directory: {@link Settings#OUTPUT}, else {@code build/wringer} where Gradle builds, else
     * {@code target/wringer}; relative to the system property {@code basedir}, else to {@code user.dir}.
     *
     * @throws WringerConfigurationException if the setting is no path
     */
    public static Reports of(Settings settings) {
        Path base = Path.of(System.getProperty("basedir", System.getProperty("user.dir", "")))
                .toAbsolutePath();
        return of(settings, base, () -> System.out);
    }

    static Reports of(Settings settings, Path base, Supplier<PrintStream> out) {
        Path directory = settings.find(Settings.OUTPUT).map(Reports::path).orElseGet(() -> usual(base));
        return new Reports(base, base.resolve(directory).normalize(), out);
    }

    private static Path path(Setting setting) {
        try {
            if (!setting.value().isEmpty()) {
                return Path.of(setting.value());
            }
        } catch (InvalidPathException e) {
            // worded below, together with the empty path
        }
        throw new WringerConfigurationException("The value \"" + setting.value() + "\" of " + setting.key()
                + " is not a path. Write for example -D" + Settings.OUTPUT + "=target/wringer.");
    }

    private static Path usual(Path base) {
        boolean gradle =
                Stream.of("build.gradle", "build.gradle.kts").anyMatch(name -> Files.exists(base.resolve(name)));
        return gradle && !Files.exists(base.resolve("pom.xml"))
                ? Path.of("build", "wringer")
                : Path.of("target", "wringer");
    }

    /** Returns the absolute path of the directory of the results; it may not exist yet. */
    public Path directory() {
        return directory;
    }

    /**
     * Writes the file of a result and prints its line.
     *
     * <p>Never throws and never changes a verdict: what goes wrong is one line of warning. An interrupt does not keep a
     * result from being written, and is not lost.
     *
     * @return the file, empty if it could not be written
     */
    public Optional<Path> publish(TestReport report) {
        boolean interrupted = Thread.interrupted();
        try {
            return published(report);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Optional<Path> published(TestReport report) {
        Path file = null;
        try {
            file = ResultFile.write(directory, report);
            print(report, file);
        } catch (Throwable problem) {
            printWithout(file, report, problem);
        }
        return Optional.ofNullable(file);
    }

    private void print(TestReport report, Path file) {
        out.get().println(ConsoleLine.of(report) + " -> " + shown(file));
    }

    private void printWithout(@Nullable Path file, TestReport report, Throwable problem) {
        try {
            if (file == null) {
                out.get().println(ConsoleLine.of(report));
            }
        } catch (Throwable another) {
            problem.addSuppressed(another);
        }
        warn(report, problem);
    }

    private void warn(TestReport report, Throwable problem) {
        try {
            out.get().println(ConsoleLine.warning(report, problem));
        } catch (Throwable ignored) {
            // not even the standard output works: there is no one left to tell
        }
    }

    private Path shown(Path file) {
        return file.startsWith(base) ? base.relativize(file) : file;
    }

    /**
     * Makes {@code index.json} and {@code index.html} from all result files of a directory; files that hold no result
     * are skipped and listed in both. Concurrent calls, also of other processes, wait for each other.
     *
     * @return the path of {@code index.html}
     * @throws IOException if the directory does not exist, cannot be read or written, or is locked for too long
     */
    public static Path rebuild(Path directory) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            return ReportDirectory.rebuild(directory);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Rebuilds the index and prints where the page is, if a result was written since a moment; never throws.
     *
     * @param since the start of the run
     */
    public void announce(Instant since) {
        try {
            if (ReportDirectory.hasResultSince(directory, since)) {
                out.get().println(ConsoleLine.PREFIX + "report: " + rebuild(directory));
            }
        } catch (IOException | RuntimeException problem) {
            out.get().println(ConsoleLine.PREFIX + "warning: the report was not made: " + Texts.describe(problem));
        }
    }
}
