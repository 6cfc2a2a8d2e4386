package io.wringer.extension.leak;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.extension.testkit.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** While streams are woven, a class loader that reads by them must not be asked for classes of Wringer's own. */
class FirstSearchTest {

    @Test
    @EnabledOnOs(OS.LINUX)
    void theFirstSearchForSitesLoadsNothingWhileStreamsAreWoven(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("data.txt"), "x");
        assertThat(ChildJvm.run(FirstSearch.class, "-Dread=" + file))
                .anyMatch(line -> line.startsWith("FAILURE open files accumulate: +1.00 per iteration, from "));
    }
}
