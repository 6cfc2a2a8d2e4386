package io.wringer.extension.chaos.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files by java.nio: the disk is full now and then. */
class FilePairTests extends PairTests {

    abstract static class Settings {

        @TempDir
        Path directory;

        abstract void save(Path file, String text) throws IOException;

        @Test
        @ChaosFault(fault = Fault.DISK_FULL, probability = 0.5)
        void areNeverTorn() throws IOException {
            Path file = directory.resolve("settings");
            String saved = "";
            for (int version = 1; version <= 10; version++) {
                String text = "settings of version " + version;
                try {
                    save(file, text);
                    saved = text;
                } catch (IOException e) {
                    assertThat((Throwable) e).hasMessage("No space left on device");
                }
                assertThat(Files.exists(file) ? Files.readString(file) : "")
                        .as("settings")
                        .isEqualTo(saved);
            }
        }
    }

    static class InPlace extends Settings {
        @Override
        void save(Path file, String text) throws IOException {
            Files.writeString(file, text);
        }
    }

    static class Aside extends Settings {
        @Override
        void save(Path file, String text) throws IOException {
            Path next = file.resolveSibling("settings.next");
            Files.writeString(next, text);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    @Override
    Class<?> broken() {
        return InPlace.class;
    }

    @Override
    Class<?> robust() {
        return Aside.class;
    }

    @Override
    String failure() {
        return "settings.*expected: \".*but was: \"settings o";
    }

    @Override
    String cause() {
        return "chaos: DISK_FULL at FILE writes fired (once|twice|[0-9]+ times)";
    }
}
