package io.wringer.extension.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;

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
}
