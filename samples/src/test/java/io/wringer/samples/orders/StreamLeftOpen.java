package io.wringer.samples.orders;

import io.wringer.leak.LeakFree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fixture that must fail: a stream that is opened and dropped. Run by {@link CaughtTests}. */
class StreamLeftOpen {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("prices.txt"), "tea 7");
    }

    // tag::bug[]
    @LeakFree
    @Test
    void readsTheFirstByte() throws IOException {
        InputStream stream = Files.newInputStream(file);
        stream.read(); // and the collector closes it some day
    }
    // end::bug[]
}
