package io.wringer.extension.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;

/** Makes the index and the page of a directory from nothing but its result files. */
final class ReportDirectory {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private ReportDirectory() {}

    /** Does what {@link Reports#rebuild} says. */
    static Path rebuild(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new NotDirectoryException(directory.toString());
        }
        try (DirectoryLock lock = DirectoryLock.acquire(directory, PATIENCE)) {
            Index index = Index.read(directory);
            AtomicFile.replace(directory.resolve(Index.JSON), out -> IndexJson.write(index, out));
            AtomicFile.replace(directory.resolve(Index.PAGE), out -> Page.write(index, out));
        }
        return directory.resolve(Index.PAGE);
    }

    /** Tells whether a result was written at or after a moment, as far as the file system's clock can tell. */
    static boolean hasResultSince(Path directory, Instant since) throws IOException {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        FileTime earliest = FileTime.from(since.truncatedTo(ChronoUnit.SECONDS));
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(ResultFile.SUFFIX))
                    .filter(file -> !file.endsWith(Index.JSON))
                    .anyMatch(file -> isAtLeast(file, earliest));
        }
    }

    private static boolean isAtLeast(Path file, FileTime earliest) {
        try {
            return Files.getLastModifiedTime(file).compareTo(earliest) >= 0;
        } catch (IOException e) {
            return false; // removed meanwhile
        }
    }
}
