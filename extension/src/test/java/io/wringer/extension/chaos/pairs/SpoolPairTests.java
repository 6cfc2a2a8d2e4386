package io.wringer.extension.chaos.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files by streams: the disk takes a part of an upload and is full. */
class SpoolPairTests extends PairTests {

    private static final int PIECE = 1000;
    private static final int PIECES = 4;

    /** Takes uploads in; whatever lies in its directory is processed. */
    abstract static class Spool {

        @TempDir
        Path parent;

        Path directory;

        abstract void store(String name) throws IOException;

        final void write(Path file) throws IOException {
            try (OutputStream out = new FileOutputStream(file.toFile())) {
                for (int piece = 0; piece < PIECES; piece++) {
                    out.write(new byte[PIECE]);
                }
            }
        }

        @BeforeEach
        void open() throws IOException {
            directory = Files.createDirectory(parent.resolve("spool"));
        }

        @Test
        @ChaosFault(fault = Fault.DISK_FULL, probability = 0.3)
        void holdsWholeUploadsOnly() throws IOException {
            for (int upload = 1; upload <= 10; upload++) {
                try {
                    store("upload" + upload);
                } catch (IOException e) {
                    assertThat((Throwable) e).hasMessage("No space left on device"); // the client is told
                }
            }
            try (DirectoryStream<Path> uploads = Files.newDirectoryStream(directory)) {
                for (Path upload : uploads) {
                    assertThat(Files.size(upload)).as("bytes of an upload").isEqualTo(PIECE * PIECES);
                }
            }
        }
    }

    static class IntoPlace extends Spool {
        @Override
        void store(String name) throws IOException {
            write(directory.resolve(name));
        }
    }

    static class AsideAndMoved extends Spool {
        @Override
        void store(String name) throws IOException {
            Path part = parent.resolve(name + ".part");
            try {
                write(part);
                Files.move(part, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        }
    }

    @Override
    Class<?> broken() {
        return IntoPlace.class;
    }

    @Override
    Class<?> robust() {
        return AsideAndMoved.class;
    }

    @Override
    String failure() {
        return "bytes of an upload.*expected: 4000L.*but was: [0-3]?500L"; // half a piece was written
    }

    @Override
    String cause() {
        return "chaos: DISK_FULL at FILE writes fired (once|twice|[0-9]+ times)";
    }
}
