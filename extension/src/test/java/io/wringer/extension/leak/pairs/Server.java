package io.wringer.extension.leak.pairs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A web server on loopback.
 *
 * @param server the JDK's
 */
public record Server(HttpServer server) implements AutoCloseable {

    private static final byte[] ANSWER = new byte[256];

    static Server start() throws IOException {
        return start(ANSWER, null);
    }

    /** Answers each request on a thread of its own, so that none waits for an answer that nobody reads. */
    public static Server answering(byte[] answer) throws IOException {
        return start(answer, task -> new Thread(task, "answering").start());
    }

    private static Server start(byte[] answer, @Nullable Executor executor) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.createContext("/", exchange -> answer(exchange, answer));
        server.setExecutor(executor);
        server.start();
        return new Server(server);
    }

    public String url() {
        return "http://" + server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort() + "/";
    }

    private static void answer(HttpExchange exchange, byte[] answer) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
