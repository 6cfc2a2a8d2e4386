package io.wringer.extension.leak;

import io.wringer.extension.run.Outcome;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The first search for sites of a JVM, of channels of which no woven method tells; prints what is said of it. */
final class FirstSearch {

    private static final Map<String, String> FILES = Map.of(
            "wringer.leak.iterations", "15", "wringer.leak.warmup", "3", "wringer.leak.watch", "FILE_DESCRIPTORS");

    private final List<Object> kept = new ArrayList<>();

    private FirstSearch() {}

    public static void main(String[] none) throws Throwable {
        FirstSearch owner = new FirstSearch();
        Path read = Path.of(System.getProperty("read"));
        Outcome outcome = Bodies.repeat(FILES, owner, () -> owner.kept.add(AsynchronousFileChannel.open(read)));
        outcome.findings().forEach(finding -> System.out.println(finding.severity() + " " + finding.headline()));
        System.exit(0);
    }
}
