package io.wringer.extension.leak.heap;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Writes what is on the heap to a file that heap analysers read. */
public final class HeapDumper {

    private HeapDumper() {}

    /**
     * Writes all live objects.
     *
     * @param file one that is not there yet; its name ends with {@code .hprof}
     * @throws IOException if it cannot be written
     * @throws IllegalStateException if this JVM writes no dumps
     */
    public static void dump(Path file) throws IOException {
        @Nullable HotSpotDiagnosticMXBean bean = Jvm.hotSpot();
        if (bean == null) {
            throw new IllegalStateException("this JVM writes no heap dumps");
        }
        bean.dumpHeap(file.toString(), true);
    }
}
