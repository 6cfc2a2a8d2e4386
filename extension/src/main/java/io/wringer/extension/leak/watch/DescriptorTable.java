package io.wringer.extension.leak.watch;

import io.wringer.leak.Resource;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The open descriptors of this process, as the process table of Linux lists them. */
final class DescriptorTable {

    private static final Path TABLE = Path.of("/proc/self/fd");
    private static final Path FLAGS = Path.of("/proc/self/fdinfo");
    private static final Pattern OF_JVM = Pattern.compile(
            "/proc/.*|.*/lib/modules|.*\\.(jar|jmod|so)( \\(deleted\\))?|/dev/u?random|/dev/null|/sys/.*"
                    + "|/etc/(hosts|(host|resolv|nsswitch|gai)\\.conf|services|protocols|localtime|timezone)");

    /** They keep descriptors of their own from their first use on. */
    private static final List<String> OF_JDK = List.of("sun.nio.ch.UnixDispatcher", "sun.nio.ch.FileDispatcherImpl");

    private DescriptorTable() {}

    /** Initialises what would otherwise seem to be left by the first test that needs it. */
    static void initialise() {
        for (String name : OF_JDK) {
            try {
                Class.forName(name);
            } catch (ClassNotFoundException | LinkageError e) {
                // not in this release
            }
        }
    }

    static boolean isReadable() {
        return Files.isDirectory(TABLE) && Files.isReadable(TABLE);
    }

    /** Returns descriptor number and target to the target, of one kind. */
    static Map<Object, String> open(Resource kind) {
        Map<Object, String> open = new LinkedHashMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(TABLE)) {
            for (Path entry : entries) {
                add(entry, kind, open);
            }
        } catch (IOException e) {
            return open; // what was read until then is all that can be known
        }
        return open;
    }

    private static void add(Path entry, Resource kind, Map<Object, String> open) {
        try {
            String target = Files.readSymbolicLink(entry).toString();
            if (kindOf(target) == kind && !OF_JVM.matcher(target).matches()) {
                open.put(entry.getFileName() + " " + target, target);
            }
        } catch (IOException e) {
            // closed meanwhile: among them the descriptor of the listing itself
        }
    }

    private static Resource kindOf(String target) {
        if (target.startsWith("socket:")) {
            return Resource.SOCKETS;
        }
        return target.startsWith("pipe:") ? Resource.PIPES : Resource.FILE_DESCRIPTORS;
    }

    /** Says what each is: both ends of a connection, the end of a pipe, the path of a file. */
    static Map<Object, String> described(Map<Object, String> open) {
        boolean sockets = open.values().stream().anyMatch(target -> target.startsWith("socket:"));
        SocketTable table = sockets ? SocketTable.read() : SocketTable.EMPTY;
        Map<Object, String> described = new LinkedHashMap<>();
        open.forEach((id, target) -> described.put(id, describe(String.valueOf(id), target, table)));
        return described;
    }

    private static String describe(String id, String target, SocketTable table) {
        if (target.startsWith("socket:")) {
            return table.describe(target);
        }
        if (target.startsWith("pipe:")) {
            return end(id.substring(0, id.indexOf(' '))) + " of a pipe";
        }
        return target.equals("anon_inode:[eventpoll]") ? "selector (" + target + ")" : target;
    }

    private static String end(String descriptor) {
        try {
            boolean writes = Files.readAllLines(FLAGS.resolve(descriptor)).stream()
                    .anyMatch(line -> line.startsWith("flags:") && line.endsWith("1")); // O_WRONLY
            return writes ? "writing end" : "reading end";
        } catch (IOException e) {
            return "an end";
        }
    }
}
