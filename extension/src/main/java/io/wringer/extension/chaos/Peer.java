package io.wringer.extension.chaos;

import io.wringer.chaos.FaultPoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;

/**
 * Tells which connections a fault means; immutable.
 *
 * @param host the host, empty for any
 * @param port the port, 0 for any
 * @param addresses the addresses of the host, as far as they were known when the test began
 * @param client by which clients
 */
record Peer(String host, int port, List<InetAddress> addresses, FaultPoint client) {

    private static final StackWalker STACK = StackWalker.getInstance();

    /** Packages of the clients of ready-made places, as they appear in the stack of a connect. */
    private static final Map<FaultPoint, List<String>> CLIENTS = Map.of(
            FaultPoint.HTTP,
                    List.of(
                            "jdk.internal.net.http.",
                            "sun.net.www.",
                            "okhttp3.",
                            "org.apache.http.",
                            "org.apache.hc.",
                            "org.eclipse.jetty.client.",
                            "reactor.netty.http."),
            FaultPoint.WEBSOCKET,
                    List.of(
                            "jdk.internal.net.http.",
                            "okhttp3.",
                            "org.java_websocket.",
                            "org.glassfish.tyrus.",
                            "org.eclipse.jetty.websocket."),
            FaultPoint.JDBC,
                    List.of(
                            "org.postgresql.",
                            "com.mysql.",
                            "org.mariadb.",
                            "oracle.",
                            "com.microsoft.sqlserver.",
                            "org.h2.",
                            "com.ibm.db2."));

    Peer {
        addresses = List.copyOf(addresses);
    }

    static Peer of(Where.Connections where) {
        String text = where.text();
        int colon = text.lastIndexOf(':');
        String host = (colon < 0 ? text : text.substring(0, colon)).replaceAll("[\\[\\]]", "");
        int port = colon < 0 ? 0 : Integer.parseInt(text.substring(colon + 1));
        return new Peer(host, port, addresses(host), where.client());
    }

    private static List<InetAddress> addresses(String host) {
        try {
            return host.isEmpty() ? List.of() : List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            return List.of(); // its name may become known later; the name in the connection decides
        }
    }

    boolean matches(InetSocketAddress target) {
        return !target.isUnresolved() && matchesPort(target) && matchesHost(target) && isOfClient();
    }

    private boolean matchesPort(InetSocketAddress target) {
        return port == 0 || port == target.getPort();
    }

    private boolean matchesHost(InetSocketAddress target) {
        return host.isEmpty()
                || addresses.contains(target.getAddress())
                || host.equalsIgnoreCase(target.getHostString());
    }

    private boolean isOfClient() {
        List<String> packages = CLIENTS.get(client);
        return packages == null
                || STACK.walk(frames ->
                        frames.anyMatch(frame -> packages.stream().anyMatch(frame.getClassName()::startsWith)));
    }
}
