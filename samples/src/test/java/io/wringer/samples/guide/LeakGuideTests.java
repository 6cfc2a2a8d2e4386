package io.wringer.samples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.leak.LeakFree;
import io.wringer.leak.LeakProbe;
import io.wringer.leak.Lifecycle;
import io.wringer.leak.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page on leaks of the guide shows. */
class LeakGuideTests {

    private final Map<Long, String> sessions = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();

    private long open() {
        long id = ids.incrementAndGet();
        sessions.put(id, "session");
        return id;
    }

    private void close(long id) {
        sessions.remove(id);
    }

    // tag::simple[]
    @LeakFree
    @Test
    void aSessionIsGivenBack() {
        long session = open();
        close(session);
    }
    // end::simple[]

    // tag::tuned[]
    @LeakFree(
            watch = {Resource.FILE_DESCRIPTORS, Resource.UNCLOSED, Resource.TEMP_FILES},
            iterations = 50)
    @Test
    void anUploadLeavesNoFile(@TempDir Path folder) throws IOException {
        Path part = Files.createTempFile(folder, "upload-", ".part");
        Files.writeString(part, "content");
        Files.delete(part);
    }
    // end::tuned[]

    // tag::probe[]
    @LeakFree
    @Test
    void theRegistryIsEmptyAfterwards(LeakProbe probe) {
        probe.watch("sessions in flight", sessions::size);
        long session = open();
        Object attachment = new byte[1024];
        probe.mustBeCollected(attachment);
        close(session);
        assertThat(sessions).isEmpty();
    }
    // end::probe[]

    /** A test that needs a fresh fixture for each repeat. */
    @Nested
    class WithFixture {

        private long session;

        // tag::full[]
        @BeforeEach
        void openSession() {
            session = open();
        }

        @LeakFree(lifecycle = Lifecycle.FULL)
        @Test
        void theSessionIsUsedOnce() {
            assertThat(sessions.remove(session)).isNotNull();
        }

        @AfterEach
        void closeSession() {
            close(session);
        }
        // end::full[]
    }
}
