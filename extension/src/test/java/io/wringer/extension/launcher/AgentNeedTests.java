package io.wringer.extension.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.leak.LeakFree;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentNeedTests {

    @TempDir
    Path classes;

    static class Annotated {
        @LeakFree
        void body() {}
    }

    static class Plain {
        void body() {}
    }

    @Test
    void seesAnAnnotatedClassInADirectory() throws IOException {
        copy(Plain.class);
        copy(Annotated.class);

        assertThat(AgentNeed.isOn("missing" + File.pathSeparator + classes)).isTrue();
    }

    @Test
    void needsNoAgentForPlainTests() throws IOException {
        copy(Plain.class);

        assertThat(AgentNeed.isOn(classes.toString())).isFalse();
        assertThat(AgentNeed.isOn("")).isFalse();
    }

    private void copy(Class<?> type) throws IOException {
        String name = type.getName().replace('.', '/') + ".class";
        Path target = classes.resolve(name);
        Files.createDirectories(target.getParent());
        try (InputStream bytes = type.getClassLoader().getResourceAsStream(name)) {
            Files.copy(bytes, target);
        }
    }
}
