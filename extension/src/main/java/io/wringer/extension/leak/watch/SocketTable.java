package io.wringer.extension.leak.watch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What the sockets of this system are, as Linux lists them under {@code /proc/net}.
 *
 * @param sockets inode to description
 */
record SocketTable(Map<String, String> sockets) {

    static final SocketTable EMPTY = new SocketTable(Map.of());

    private static final Path NET = Path.of("/proc/net");
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final int UNIX_INODE = 6;
    private static final int UNIX_PATH = 7;

    /** By their numbers in {@code include/net/tcp_states.h}. */
    private static final List<String> STATES = List.of(
            "?",
            "ESTABLISHED",
            "SYN_SENT",
            "SYN_RECV",
            "FIN_WAIT1",
            "FIN_WAIT2",
            "TIME_WAIT",
            "CLOSE",
            "CLOSE_WAIT",
            "LAST_ACK",
            "LISTEN",
            "CLOSING");

    SocketTable {
        sockets = Map.copyOf(sockets);
    }

    static SocketTable read() {
        Map<String, String> sockets = new HashMap<>();
        for (String protocol : List.of("tcp", "tcp6", "udp", "udp6")) {
            lines(protocol).forEach(line -> addInternet(protocol, line, sockets));
        }
        lines("unix").forEach(line -> addUnix(line, sockets));
        return new SocketTable(sockets);
    }

    /** Describes a target such as {@code socket:[4711]}. */
    String describe(String target) {
        String inode = target.replaceAll("\\D", "");
        return sockets.getOrDefault(inode, "unconnected socket");
    }

    private static List<String> lines(String name) {
        try {
            List<String> lines = Files.readAllLines(NET.resolve(name));
            return lines.isEmpty() ? lines : lines.subList(1, lines.size());
        } catch (IOException | RuntimeException e) {
            return List.of(); // no such protocol here, or no right to read it
        }
    }

    private static void addInternet(String protocol, String line, Map<String, String> sockets) {
        String[] columns = line.strip().split("\\s+");
        if (columns.length > INODE) {
            String state = protocol.startsWith("tcp") ? state(columns[STATE]) : "";
            String remote = state.equals("LISTEN") ? "" : " -> " + address(columns[REMOTE]);
            String name = protocol.substring(0, "tcp".length()).toUpperCase(java.util.Locale.ROOT);
            sockets.put(columns[INODE], (name + " " + address(columns[LOCAL]) + remote + " " + state).strip());
        }
    }

    private static void addUnix(String line, Map<String, String> sockets) {
        String[] columns = line.strip().split("\\s+");
        if (columns.length > UNIX_INODE) {
            String path = columns.length > UNIX_PATH ? columns[UNIX_PATH] : "without a name";
            sockets.put(columns[UNIX_INODE], "Unix domain socket " + path);
        }
    }

    private static String state(String hex) {
        int number = Integer.parseInt(hex, 16);
        return number < STATES.size() ? STATES.get(number) : STATES.get(0);
    }

    /** Reads an address, which is written as words in the order of bytes of the machine. */
    private static String address(String hex) {
        int colon = hex.indexOf(':');
        byte[] words = HexFormat.of().parseHex(hex.substring(0, colon));
        byte[] bytes = new byte[words.length];
        for (int i = 0; i < words.length; i++) {
            bytes[i] = isLittleEndian() ? words[i - i % 4 + 3 - i % 4] : words[i];
        }
        return host(bytes) + ":" + Integer.parseInt(hex.substring(colon + 1), 16);
    }

    private static boolean isLittleEndian() {
        return java.nio.ByteOrder.nativeOrder() == java.nio.ByteOrder.LITTLE_ENDIAN;
    }

    private static String host(byte[] bytes) {
        try {
            String host = InetAddress.getByAddress(bytes).getHostAddress();
            return host.contains(":") ? "[" + host + "]" : host;
        } catch (UnknownHostException e) {
            return "?";
        }
    }
}
